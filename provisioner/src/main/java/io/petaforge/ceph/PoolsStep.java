package io.petaforge.ceph;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Change;
import io.petaforge.step.Effect;
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
        refuse(plan, state);
        List<Map<String, Object>> stages = new ArrayList<>();
        for (List<Map<String, Object>> round : List.of(pools(plan, state), poolSettings(plan, state))) {
            if (!round.isEmpty()) {
                stages.add(Cluster.run(round));
            }
        }
        List<Map<String, Object>> bulk = bulk(plan, state);
        if (!bulk.isEmpty()) {
            stages.add(Map.of("run", bulk, "bulk", true));
        }
        return Cluster.stages(plan, state, changes(plan, state, stages), stages, LIMIT);
    }

    /** Of a cluster that has none of the pools yet it is enough to say how many are made. */
    private static List<Change> changes(
            ClusterPlan plan, Optional<ClusterState> state, List<Map<String, Object>> stages) {
        List<PoolPlan> pools = plan.storage().pools();
        List<String> made = pools.stream()
                .map(PoolPlan::name)
                .filter(name -> state.flatMap(found -> found.pool(name)).isEmpty())
                .toList();
        List<Change> changes = new ArrayList<>();
        if (made.size() == pools.size()) {
            changes.add(new Change(Effect.CREATE, "make " + pools.size() + " pools", ""));
        } else {
            made.forEach(name -> changes.add(new Change(Effect.CREATE, "make pool " + name, "")));
        }
        for (Map<String, Object> stage : stages) {
            if (stage.get("run") instanceof List<?> commands) {
                commands.forEach(command -> setting(command, made).ifPresent(changes::add));
            }
        }
        return changes.isEmpty()
                ? List.of(new Change(stages.isEmpty() ? Effect.WAIT : Effect.CHANGE, "set up the pools", ""))
                : changes;
    }

    private static Optional<Change> setting(Object command, List<String> made) {
        return command instanceof Map<?, ?> words
                        && "osd pool set".equals(words.get("prefix"))
                        && !made.contains(String.valueOf(words.get("pool")))
                ? Optional.of(new Change(
                        Effect.CHANGE,
                        "set " + words.get("var") + " of pool " + words.get("pool") + " to " + words.get("val"),
                        ""))
                : Optional.empty();
    }

    /** What cannot be mended without moving or dropping data that nobody asked to move or drop. */
    private static void refuse(ClusterPlan plan, Optional<ClusterState> state) {
        List<Problem> problems = new ArrayList<>();
        for (PoolPlan pool : plan.storage().pools()) {
            state.flatMap(s -> s.pool(pool.name())).ifPresent(found -> refuse(pool, found, problems));
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
    }

    private static void refuse(PoolPlan pool, ClusterState.Pool found, List<Problem> problems) {
        String type = CrushRules.type(pool.protection());
        if (!found.type().equals(type)
                || (type.equals("erasure") && !found.profile().equals(pool.rule()))) {
            problems.add(Problem.of(
                    "PF-CEPH-016",
                    "pool " + pool.name() + " is " + found.type() + " " + found.profile() + ", not the planned " + type
                            + (type.equals("erasure") ? " " + pool.rule() : ""),
                    "a pool keeps the protection it was made with: restore storage.protection, or copy the data into a"
                            + " new cluster"));
            return;
        }
        if (!found.rule().equals(pool.rule())) {
            problems.add(Problem.of(
                    "PF-CEPH-017",
                    "pool " + pool.name() + " lies by the rule " + found.rule() + ", not the planned " + pool.rule(),
                    "to move its data: ceph osd pool set " + pool.name() + " crush_rule " + pool.rule()
                            + ", and build again when all placement groups are clean"));
        }
        if (found.size() > pool.protection().width()) {
            problems.add(Problem.of(
                    "PF-CEPH-018",
                    "pool " + pool.name() + " keeps " + found.size() + " copies, more than the planned "
                            + pool.protection().width(),
                    "to drop copies: ceph osd pool set " + pool.name() + " size "
                            + pool.protection().width()));
        }
        if (found.pgs() > pool.placementGroups()) {
            problems.add(Problem.of(
                    "PF-CEPH-019",
                    "pool " + pool.name() + " has " + found.pgs() + " placement groups, more than the planned "
                            + pool.placementGroups(),
                    "to merge them, which moves data: ceph osd pool set " + pool.name() + " pg_num "
                            + pool.placementGroups()));
        }
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

    /**
     * Settings of the pools, those of new ones after they were made. More copies and more placement groups than there are
     * follow from a changed inventory, so they are asked for; Ceph itself spreads the work.
     */
    private static List<Map<String, Object>> poolSettings(ClusterPlan plan, Optional<ClusterState> state) {
        List<Map<String, Object>> commands = new ArrayList<>();
        for (PoolPlan pool : plan.storage().pools()) {
            Optional<ClusterState.Pool> found = state.flatMap(s -> s.pool(pool.name()));
            if (found.filter(p -> p.applications().contains(pool.application())).isEmpty()) {
                commands.add(
                        Cluster.command("osd pool application enable", "pool", pool.name(), "app", pool.application()));
            }
            found.ifPresent(there -> {
                int size = pool.protection().width();
                if (there.size() < size) {
                    commands.add(set(pool, "size", String.valueOf(size)));
                }
                if (there.pgs() < pool.placementGroups()) {
                    commands.add(set(pool, "pg_num", String.valueOf(pool.placementGroups())));
                }
                if (!there.autoscale().equals("off")) {
                    commands.add(set(pool, "pg_autoscale_mode", "off"));
                }
            });
            if (found.filter(p -> p.minSize() == pool.minSize()).isEmpty()) {
                commands.add(set(pool, "min_size", String.valueOf(pool.minSize())));
            }
        }
        return commands;
    }

    private static List<Map<String, Object>> bulk(ClusterPlan plan, Optional<ClusterState> state) {
        List<Map<String, Object>> commands = new ArrayList<>();
        if (state.filter(found -> !found.knowsBulk()).isPresent()) {
            return commands;
        }
        for (PoolPlan pool : plan.storage().pools()) {
            boolean found = state.flatMap(s -> s.pool(pool.name()))
                    .map(ClusterState.Pool::bulk)
                    .orElse(false);
            if (found != pool.bulk()) {
                commands.add(set(pool, "bulk", String.valueOf(pool.bulk())));
            }
        }
        return commands;
    }

    private static Map<String, Object> set(PoolPlan pool, String setting, String value) {
        return Cluster.command("osd pool set", "pool", pool.name(), "var", setting, "val", value);
    }
}
