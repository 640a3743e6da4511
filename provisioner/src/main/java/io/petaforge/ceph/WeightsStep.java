package io.petaforge.ceph;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.crush.CrushWeight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ceph/weights}: OSDs that joined a cluster with data get their CRUSH weight in steps, and all data is where it belongs
 * between two of them: so few placement groups move at a time that clients keep their throughput. OSDs that leave and are down
 * hand their weight over first, or the data that was there could not be made whole anywhere.
 */
final class WeightsStep implements Step {
    /** This step's name. */
    static final String NAME = "ceph/weights";

    /** Of the data, at most about so much is on its way after a step. */
    private static final double SHARE = 0.1;

    private static final int MOST_STEPS = 10;

    /** Ceph keeps weights in steps of 1/65536 and shows five decimals. */
    private static final double ROUNDING = 2e-5;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of("ceph/mgr", "ceph/mon-join");
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return List.of(Cluster.state(plan));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        Optional<ClusterState> state = facts.get(Cluster.state(plan));
        if (state.isEmpty()) {
            return List.of();
        }
        List<OsdPlan> light = plan.storage().osds().stream()
                .filter(osd -> state.get().serves() || state.get().osd(osd.id()).isPresent())
                .filter(osd -> weight(state.get(), osd) < CrushWeight.told(osd.size()) - ROUNDING)
                .toList();
        if (light.isEmpty()) {
            return List.of();
        }
        double level = level(plan, state.get(), light);
        List<Map<String, Object>> commands = new ArrayList<>(Departing.weightless(plan, state.get(), osd -> !osd.up()));
        for (OsdPlan osd : light) {
            double wanted = level == 1
                    ? CrushWeight.told(osd.size())
                    : Math.round(CrushWeight.told(osd.size()) * level * 1e5) / 1e5;
            if (weight(state.get(), osd) < wanted - ROUNDING) {
                commands.add(Cluster.command("osd crush reweight", "name", "osd." + osd.id(), "weight", wanted));
            }
        }
        return List.of(Cluster.action(
                plan,
                "bring " + light.size() + (light.size() == 1 ? " OSD to " : " OSDs to ") + Math.round(level * 100)
                        + " % of their weight, and let data move there",
                List.of(Cluster.run(commands), Cluster.settled(plan)),
                Cluster.MOVING,
                Effect.CHANGE));
    }

    private static double weight(ClusterState state, OsdPlan osd) {
        return state.osd(osd.id()).map(ClusterState.Osd::weight).orElse(0.0);
    }

    /** The part of their weight that the lightest of them come to next. */
    private static double level(ClusterPlan plan, ClusterState state, List<OsdPlan> light) {
        double share = light.stream().mapToDouble(WeightsStep::told).sum()
                / plan.storage().osds().stream().mapToDouble(WeightsStep::told).sum();
        int steps = state.serves() ? (int) Math.min(MOST_STEPS, Math.ceil(share / SHARE)) : 1;
        double least = light.stream()
                .mapToDouble(osd -> weight(state, osd) / told(osd))
                .min()
                .orElse(0);
        // What rounding took off must not count as a step that is still to be taken.
        return Math.min(1, (Math.floor(least * steps + 0.01) + 1) / steps);
    }

    private static double told(OsdPlan osd) {
        return CrushWeight.told(osd.size());
    }
}
