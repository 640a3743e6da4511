package io.petaforge.ceph;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.Departures.Kind;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.Change;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Remnants;
import io.petaforge.step.Remnants.Found;
import io.petaforge.step.Remnants.Remnant;
import io.petaforge.step.Step;
import io.petaforge.storage.OsdPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code ceph/depart}: what leaves goes in an order in which nothing is missed. Managers and gateways stop, others serve.
 * Monitors leave the map one by one, with those that stay in quorum. OSDs lose their weight, all data moves to others, the
 * manager says that nothing would be lost; then they stop, are purged, and their drives are made empty.
 *
 * <p>Each round does what the maps and the hosts show to be next, so it does not matter where the one before was killed.
 * Only what the plan says is leaving is touched.
 */
final class DepartStep implements Step {
    /** This step's name. */
    static final String NAME = "ceph/depart";

    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final String WHY = "not in the plan any more";

    private final Set<String> after;

    DepartStep(Set<String> after) {
        this.after = Set.copyOf(after);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return after;
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        if (!concerns(plan)) {
            return List.of();
        }
        List<Probe<?>> probes = new ArrayList<>();
        for (MachineId host : plan.leaving().reached()) {
            List<Remnant> remnants = remnants(plan, host);
            if (!remnants.isEmpty()) {
                probes.add(probe(plan, host));
            }
        }
        probes.add(Cluster.state(plan));
        return probes;
    }

    private static boolean concerns(ClusterPlan plan) {
        return !plan.leaving().osds().isEmpty()
                || plan.leaving().daemons().stream()
                        .anyMatch(daemon -> Set.of(Kind.MON, Kind.MGR, Kind.RGW).contains(daemon.kind()));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        if (!concerns(plan)) {
            return List.of();
        }
        Optional<ClusterState> state = facts.get(Cluster.state(plan));
        if (state.isEmpty()) {
            return Cluster.stages(plan, state, "wait for the monitors", List.of(), LIMIT);
        }
        Departing departing = new Departing(plan, state.get());
        List<Problem> problems = departing.problems();
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
        List<Action> actions = new ArrayList<>();
        mons(plan, departing, actions);
        osds(plan, state.get(), departing, actions);
        for (MachineId host : plan.leaving().reached()) {
            if (!remnants(plan, host).isEmpty()) {
                onHost(plan, host, state.get(), departing, facts.get(probe(plan, host)), actions);
            }
        }
        return actions;
    }

    /** One after the other: with each the number that makes a majority may change. */
    private static void mons(ClusterPlan plan, Departing departing, List<Action> actions) {
        List<Map<String, Object>> stages = new ArrayList<>();
        departing.mons().forEach(mon -> {
            stages.add(Cluster.until(Map.of("quorum", plan.ceph().mons().size()), LIMIT));
            stages.add(Cluster.run(List.of(Cluster.command("mon rm", "name", mon.value()))));
        });
        if (!stages.isEmpty()) {
            stages.add(Cluster.until(Map.of("quorum", plan.ceph().mons().size()), LIMIT));
            actions.add(Cluster.action(
                    plan,
                    "take " + names("mon.", departing.mons()) + " out of the monitors' map",
                    stages,
                    LIMIT.plusSeconds(70),
                    Effect.RELEASE));
        }
    }

    private static void osds(ClusterPlan plan, ClusterState state, Departing departing, List<Action> actions) {
        List<Departing.Known> known = departing.osds();
        List<Map<String, Object>> drain = Departing.weightless(plan, state, osd -> true);
        List<Integer> ids = known.stream().map(one -> one.osd().id()).toList();
        if (!drain.isEmpty() || !state.safe().containsAll(ids)) {
            List<Map<String, Object>> stages = new ArrayList<>();
            if (!drain.isEmpty()) {
                stages.add(Cluster.run(drain));
            }
            stages.add(Cluster.settled(plan));
            stages.add(Cluster.until(Map.of("safe", ids), LIMIT));
            actions.add(Cluster.action(plan, "move the data off " + osds(ids), stages, Cluster.MOVING, Effect.DRAIN));
            return;
        }
        List<Integer> down = known.stream()
                .filter(one -> !one.found().up())
                .map(one -> one.osd().id())
                .toList();
        if (!down.isEmpty()) {
            // The manager asks once more whether it is safe; that is why it is its command and not the monitors'.
            actions.add(Cluster.action(
                    plan,
                    "purge " + osds(down),
                    List.of(Cluster.manager(down.stream()
                            .map(id -> Cluster.command("osd purge", "id", id, "yes_i_really_mean_it", true))
                            .toList())),
                    LIMIT,
                    Effect.RELEASE));
        } else if (known.isEmpty() && !departing.empty().isEmpty()) {
            actions.add(Cluster.action(
                    plan,
                    "remove "
                            + departing.empty().stream()
                                    .map(bucket -> bucket.type() + " " + bucket.name())
                                    .collect(Collectors.joining(", "))
                            + " from the CRUSH tree",
                    List.of(Cluster.run(departing.empty().stream()
                            .map(bucket -> Cluster.command("osd crush remove", "name", bucket.name()))
                            .toList())),
                    LIMIT,
                    Effect.RELEASE));
        }
    }

    private static void onHost(
            ClusterPlan plan,
            MachineId host,
            ClusterState state,
            Departing departing,
            Map<String, Found> found,
            List<Action> actions) {
        List<Remnant> gone = new ArrayList<>();
        for (Remnant remnant : daemons(plan, host)) {
            boolean inMap = remnant.unit().equals(CephPaths.monUnit(host))
                    && departing.mons().contains(host);
            if (!inMap && !there(found, remnant).gone()) {
                gone.add(remnant);
            }
        }
        List<Remnant> stopping = new ArrayList<>();
        List<OsdPlan> purged = new ArrayList<>();
        for (OsdPlan osd : plan.leaving().osdsOf(host)) {
            Remnant remnant = remnant(osd);
            Optional<ClusterState.Osd> known =
                    state.osd(osd.id()).filter(one -> one.uuid().equals(osd.uuid()));
            if (known.isEmpty() && !there(found, remnant).gone()) {
                purged.add(osd);
            } else if (known.filter(one -> one.up() && one.weight() == 0).isPresent()
                    && state.safe().contains(osd.id())) {
                stopping.add(new Remnant(remnant.unit(), ""));
            }
        }
        gone.addAll(stopping);
        if (!gone.isEmpty()) {
            actions.add(Remnants.forget(host, gone, WHY));
        }
        if (!purged.isEmpty()) {
            actions.add(forget(host, purged));
        }
    }

    private static Action forget(MachineId host, List<OsdPlan> osds) {
        List<String> parameters = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (OsdPlan osd : osds) {
            parameters.addAll(List.of(Integer.toString(osd.id()), osd.uuid()));
            changes.add(new Change(
                    Effect.WIPE, "make drive " + osd.serial() + " empty, which was osd." + osd.id() + "'s", WHY));
        }
        return new Action(host, changes, new Operation.Exec(Scripts.FORGET_OSD.with(parameters), LIMIT));
    }

    private static Found there(Map<String, Found> found, Remnant remnant) {
        return found.getOrDefault(remnant.unit(), new Found(false, false, false));
    }

    private static List<Remnant> daemons(ClusterPlan plan, MachineId host) {
        Map<Kind, Remnant> kinds = new LinkedHashMap<>();
        kinds.put(Kind.MGR, new Remnant(CephPaths.mgrUnit(host), parent(CephPaths.mgrKeyring(host))));
        kinds.put(Kind.RGW, new Remnant(CephPaths.rgwUnit(host), parent(CephPaths.rgwKeyring(host))));
        kinds.put(Kind.MON, new Remnant(CephPaths.monUnit(host), CephPaths.monData(host)));
        kinds.keySet().removeIf(kind -> !plan.leaving().of(kind).contains(host));
        return List.copyOf(kinds.values());
    }

    private static List<Remnant> remnants(ClusterPlan plan, MachineId host) {
        List<Remnant> remnants = new ArrayList<>(daemons(plan, host));
        plan.leaving().osdsOf(host).forEach(osd -> remnants.add(remnant(osd)));
        return remnants;
    }

    private static Remnant remnant(OsdPlan osd) {
        return new Remnant(CephPaths.osdUnit(osd.id()), "/var/lib/ceph/osd/ceph-" + osd.id());
    }

    private static Probe<Map<String, Found>> probe(ClusterPlan plan, MachineId host) {
        return Remnants.probe(host, "ceph/depart/remnants", remnants(plan, host));
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static String osds(List<Integer> ids) {
        return ids.stream().map(id -> "osd." + id).collect(Collectors.joining(", "));
    }

    private static String names(String prefix, List<MachineId> hosts) {
        return hosts.stream().map(host -> prefix + host).collect(Collectors.joining(", "));
    }
}
