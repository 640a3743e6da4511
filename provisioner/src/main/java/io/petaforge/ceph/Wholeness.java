package io.petaforge.ceph;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.storage.PoolPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * When a cluster is whole: all monitors in quorum, all OSDs up and in, a manager active, every placement group active and
 * clean, and no warning about any of it. HEALTH_OK alone says nothing: a cluster without OSDs has it.
 */
final class Wholeness {
    /** How long daemons that start, and placement groups that find each other, may take. */
    static final Duration LIMIT = Duration.ofMinutes(5);

    /** Beyond the wait itself: to connect, 60 s, and to be asked a last time. */
    private static final Duration MARGIN = Duration.ofSeconds(70);

    /**
     * Warnings about load, history or flags, which no wait cures; and those that a rolling upgrade ends as its last act. Slow
     * heartbeats are means over up to 15 minutes, which stay that long after a host that stood still is back.
     */
    private static final List<String> IGNORED = List.of(
            "DAEMON_OLD_VERSION",
            "LARGE_OMAP_OBJECTS",
            "MON_DISK_LOW",
            "OSDMAP_FLAGS",
            "OSD_FLAGS",
            "OSD_NEARFULL",
            "OSD_SLOW_PING_TIME_BACK",
            "OSD_SLOW_PING_TIME_FRONT",
            "OSD_UPGRADE_FINISHED",
            "POOL_NEARFULL",
            "RECENT_CRASH",
            "RECENT_MGR_MODULE_CRASH",
            "SLOW_OPS",
            "TELEMETRY_CHANGED");

    private Wholeness() {}

    /** Whether the cluster is whole, as the monitors see it. */
    static boolean of(ClusterPlan plan, ClusterState state) {
        return state.quorum().size() >= plan.ceph().mons().size()
                && state.upAndIn() >= plan.storage().osds().size()
                && !state.mgr().isEmpty()
                && state.pgs().clean()
                        >= Math.max(placementGroups(plan), state.pgs().total())
                && state.health().keySet().stream().allMatch(IGNORED::contains);
    }

    /** Waits until it is, and fails with what is missing when it takes longer than the limit. */
    static Action await(ClusterPlan plan, String title, Duration limit) {
        return Cluster.action(plan, title, List.of(until(plan, limit)), limit.plus(MARGIN), Effect.WAIT);
    }

    /** The same as a stage among others. */
    static Map<String, Object> until(ClusterPlan plan, Duration limit) {
        return Cluster.until(
                Map.of(
                        "quorum",
                        plan.ceph().mons().size(),
                        "up",
                        plan.storage().osds().size(),
                        "mgr",
                        true,
                        "pgs",
                        placementGroups(plan),
                        "healthIgnoring",
                        IGNORED),
                limit);
    }

    private static int placementGroups(ClusterPlan plan) {
        return plan.storage().pools().stream()
                .mapToInt(PoolPlan::placementGroups)
                .sum();
    }
}
