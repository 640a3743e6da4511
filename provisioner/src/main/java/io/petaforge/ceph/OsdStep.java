package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Inputs;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import io.petaforge.storage.OsdPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code ceph/osd}: every OSD runs, is up and in. */
final class OsdStep implements Step {
    private static final Duration LIMIT = Duration.ofSeconds(180);

    private final CephKeys keys;

    OsdStep(CephKeys keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "ceph/osd";
    }

    @Override
    public Set<String> after() {
        return Set.of(CrushStep.NAME, "ceph/osd-format");
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        CephPaths.osdHosts(plan).forEach(host -> probes.add(units(plan, host, keys)));
        probes.add(Cluster.state(plan));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        for (MachineId host : CephPaths.osdHosts(plan)) {
            actions.addAll(UnitFacts.starts(host, desired(plan, host, keys), facts.get(units(plan, host, keys))));
        }
        Optional<ClusterState> state = facts.get(Cluster.state(plan));
        int planned = plan.storage().osds().size();
        boolean up = state.filter(found -> plan.storage().osds().stream().allMatch(osd -> found.osd(osd.id())
                        .filter(one -> one.up() && one.in())
                        .isPresent()))
                .isPresent();
        if (!actions.isEmpty() || !up) {
            // Runs beside the starts on the other hosts.
            actions.add(Cluster.action(
                    plan,
                    "wait for " + planned + " OSDs up and in",
                    List.of(Cluster.until(Map.of("up", planned), LIMIT)),
                    LIMIT.plusSeconds(70),
                    Effect.WAIT));
        }
        return actions;
    }

    static List<DesiredUnit> desired(ClusterPlan plan, MachineId host, CephKeys keys) {
        return plan.storage().osdsOf(host).stream()
                .map(osd -> unit(plan, osd, keys))
                .toList();
    }

    static DesiredUnit unit(ClusterPlan plan, OsdPlan osd, CephKeys keys) {
        List<String> inputs = new ArrayList<>(List.of(
                osd.uuid(), osd.serial(), Long.toString(osd.memoryTarget().bytes()), CephConf.settings(plan)));
        inputs.addAll(keys.inputs());
        return DesiredUnit.restarted(
                CephPaths.osdUnit(osd.id()), Inputs.hash(List.of(), inputs.toArray(String[]::new)));
    }

    static Probe<Map<String, UnitState>> units(ClusterPlan plan, MachineId host, CephKeys keys) {
        return UnitFacts.probeOf(host, "ceph/osd/units", desired(plan, host, keys));
    }
}
