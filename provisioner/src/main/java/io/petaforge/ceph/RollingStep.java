package io.petaforge.ceph;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ceph/rolling}: daemons that run with older settings, packages or keys are restarted, in an order that clients hardly
 * notice and that Ceph prescribes for upgrades: monitors one by one, managers with the active one last, then the OSDs of one
 * failure domain after the other, and the gateways one by one. A host's packages are changed when the first of its daemons has
 * its turn. The next turn begins when the cluster is whole again, in the sense of {@link Wholeness}; where that does not come
 * about, the step fails and what has not had its turn runs on as it is.
 *
 * <p>Before a turn the monitors get the new keys of those who have it, who then start with them; see {@link KeysStep}.
 *
 * <p>While OSDs have their turns they are not called out, so that one that does not come back can be looked at before its data
 * are copied. When all OSDs run a later release, older ones are kept from joining, which is what ends an upgrade.
 */
final class RollingStep implements Step {
    /** Rounds beside the daemons' own turns: flags set and unset, the end of an upgrade. */
    private static final int OTHERS = 3;

    private final CephKeys keys;
    private final RgwStep gateways;
    private final CephPackages packages;

    RollingStep(CephKeys keys, RgwStep gateways, CephPackages packages) {
        this.keys = keys;
        this.gateways = gateways;
        this.packages = packages;
    }

    @Override
    public String name() {
        return "ceph/rolling";
    }

    @Override
    public Set<String> after() {
        return Set.of(CephSteps.HEALTHY);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return new RollingFacts(plan, keys, gateways, Facts.none()).probes();
    }

    /** A turn and a wait for each. */
    @Override
    public int turns(ClusterPlan plan) {
        int keyed = plan.ceph().mgrs().size()
                + CephPaths.osdHosts(plan).size()
                + plan.ceph().rgws().size();
        return 2 * (OTHERS + plan.ceph().mons().size() + keyed + (keys.areRotated() ? keyed : 0));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<List<Action>> course = course(plan, facts);
        return course.isEmpty() ? List.of() : course.get(0);
    }

    @Override
    public List<List<Action>> course(ClusterPlan plan, Facts facts) {
        Optional<ClusterState> state = facts.get(Cluster.state(plan));
        List<List<Action>> turns = new ArrayList<>(
                new RollingTurns(plan, packages, keys, gateways, new RollingFacts(plan, keys, gateways, facts), state)
                        .left());
        boolean whole = state.filter(found -> Wholeness.of(plan, found)).isPresent();
        if (!whole && (state.isPresent() || !turns.isEmpty())) {
            // Where nobody waits for a turn and the cluster does not answer, it is not there yet.
            turns.add(0, List.of(Wholeness.await(plan, "wait until everything is clean again", Wholeness.LIMIT)));
        }
        return turns;
    }
}
