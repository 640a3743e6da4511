package io.petaforge.ceph;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code ceph/healthy}: all monitors in quorum, all OSDs up and in, a manager active, every placement group active and
 * clean, and no warning about any of it. HEALTH_OK alone says nothing: a cluster without OSDs has it.
 */
final class HealthyStep implements Step {
    private static final Duration LIMIT = Duration.ofSeconds(300);

    /** Until drives that were emptied are full again: a large one takes hours, and Ceph goes on with it whoever waits. */
    static final Duration REFILLING = Duration.ofHours(24);

    /** Warnings about load, history or the operator's own flags, which a build can neither cause nor cure. */
    private static final List<String> IGNORED = List.of(
            "LARGE_OMAP_OBJECTS",
            "MON_DISK_LOW",
            "OSDMAP_FLAGS",
            "OSD_FLAGS",
            "OSD_NEARFULL",
            "POOL_NEARFULL",
            "RECENT_CRASH",
            "RECENT_MGR_MODULE_CRASH",
            "SLOW_OPS",
            "TELEMETRY_CHANGED");

    private final Set<String> after;
    private final Duration limit;

    HealthyStep(Set<String> after) {
        this(after, LIMIT);
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
        boolean healthy = facts.get(Cluster.state(plan))
                .filter(state -> healthy(plan, state))
                .isPresent();
        if (healthy) {
            return List.of();
        }
        Map<String, Object> goal = Map.of(
                "quorum",
                plan.ceph().mons().size(),
                "up",
                plan.storage().osds().size(),
                "mgr",
                true,
                "pgs",
                placementGroups(plan),
                "healthIgnoring",
                IGNORED);
        return List.of(Cluster.action(
                plan,
                "wait for HEALTH_OK with all monitors, OSDs and placement groups",
                List.of(Cluster.until(goal, limit)),
                limit.plusSeconds(70),
                Effect.WAIT));
    }

    private static boolean healthy(ClusterPlan plan, ClusterState state) {
        return state.quorum().size() >= plan.ceph().mons().size()
                && state.upAndIn() >= plan.storage().osds().size()
                && !state.mgr().isEmpty()
                && state.pgs().clean()
                        >= Math.max(placementGroups(plan), state.pgs().total())
                && state.health().keySet().stream().allMatch(IGNORED::contains);
    }

    private static int placementGroups(ClusterPlan plan) {
        return plan.storage().pools().stream()
                .mapToInt(pool -> pool.placementGroups())
                .sum();
    }
}
