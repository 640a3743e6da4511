package io.petaforge.ceph;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.storage.PoolPlan;
import io.petaforge.storage.Protection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ceph/pools}: the pools, once every OSD is up. Made before, their placement groups would be mapped to the OSDs that
 * boot first, and again with each that follows: where one OSD came a tenth of a second before the others, peering took 4
 * to 40 s instead of half a second.
 */
final class PoolsStep implements Step {
    /** This step's name. */
    static final String NAME = "ceph/pools";

    private static final Duration LIMIT = Duration.ofSeconds(180);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of("ceph/osd");
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return List.of(Cluster.state(plan));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        Optional<ClusterState> state = facts.get(Cluster.state(plan));
        return Cluster.rounds(
                plan,
                state,
                "make " + plan.storage().pools().size() + " pools",
                List.of(pools(plan, state), poolSettings(plan, state)),
                LIMIT);
    }

    private static List<Map<String, Object>> pools(ClusterPlan plan, Optional<ClusterState> state) {
        List<Map<String, Object>> commands = new ArrayList<>();
        for (PoolPlan pool : plan.storage().pools()) {
            if (state.flatMap(found -> found.pool(pool.name())).isPresent()) {
                continue;
            }
            Map<String, Object> command = Cluster.command(
                    "osd pool create",
                    "pool",
                    pool.name(),
                    "pg_num",
                    pool.placementGroups(),
                    "pgp_num",
                    pool.placementGroups(),
                    "rule",
                    pool.rule(),
                    "autoscale_mode",
                    "off");
            if (pool.protection() instanceof Protection.Replicated replicated) {
                command.put("pool_type", "replicated");
                command.put("size", replicated.size());
            } else {
                command.put("pool_type", "erasure");
                command.put("erasure_code_profile", pool.rule());
            }
            commands.add(command);
        }
        return commands;
    }

    private static List<Map<String, Object>> poolSettings(ClusterPlan plan, Optional<ClusterState> state) {
        List<Map<String, Object>> commands = new ArrayList<>();
        for (PoolPlan pool : plan.storage().pools()) {
            Optional<ClusterState.Pool> found = state.flatMap(s -> s.pool(pool.name()));
            if (found.filter(p -> p.applications().contains(pool.application())).isEmpty()) {
                commands.add(
                        Cluster.command("osd pool application enable", "pool", pool.name(), "app", pool.application()));
            }
            if (pool.protection() instanceof Protection.Replicated replicated
                    && found.filter(p -> p.minSize() == replicated.minSize()).isEmpty()) {
                commands.add(Cluster.command(
                        "osd pool set",
                        "pool",
                        pool.name(),
                        "var",
                        "min_size",
                        "val",
                        Integer.toString(replicated.minSize())));
            }
        }
        return commands;
    }
}
