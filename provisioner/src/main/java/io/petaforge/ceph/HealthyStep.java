package io.petaforge.ceph;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code ceph/healthy}: the cluster is whole, in the sense of {@link Wholeness}. */
final class HealthyStep implements Step {
    /** Until drives that were emptied are full again: a large one takes hours, and Ceph goes on with it whoever waits. */
    static final Duration REFILLING = Duration.ofHours(24);

    private final Set<String> after;
    private final Duration limit;

    HealthyStep(Set<String> after) {
        this(after, Wholeness.LIMIT);
    }

    HealthyStep(Set<String> after, Duration limit) {
        this.after = Set.copyOf(after);
        this.limit = limit;
    }

    @Override
    public String name() {
        return CephSteps.HEALTHY;
    }

    @Override
    public Set<String> after() {
        return after;
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return List.of(Cluster.state(plan));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        boolean whole = facts.get(Cluster.state(plan))
                .filter(state -> Wholeness.of(plan, state))
                .isPresent();
        return whole
                ? List.of()
                : List.of(Wholeness.await(
                        plan, "wait for HEALTH_OK with all monitors, OSDs and placement groups", limit));
    }
}
