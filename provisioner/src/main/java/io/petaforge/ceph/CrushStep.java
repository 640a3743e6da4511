package io.petaforge.ceph;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.crush.CrushWeight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code ceph/crush}: what the monitors' maps must hold before the first OSD boots: the daemons' keys, the OSDs' numbers and
 * places, device classes, rules. An OSD finds its place when it boots, and no pool is ever made with a default rule.
 *
 * <p>What depends on nothing in the same stage is sent at once, so that the monitors decide on it in one round: four
 * rounds instead of one for each command.
 */
final class CrushStep implements Step {
    /** This step's name. */
    static final String NAME = "ceph/crush";

    private static final Duration LIMIT = Duration.ofSeconds(180);

    private final CephKeys keys;

    CrushStep(CephKeys keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return keys.areRotated() ? Set.of("ceph/mon-first", KeysStep.NAME) : Set.of("ceph/mon-first");
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return List.of(Cluster.state(plan));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        Optional<ClusterState> state = facts.get(Cluster.state(plan));
        refuse(plan, state);
        List<List<Map<String, Object>>> rounds =
                new ArrayList<>(List.of(osdsAndClasses(plan, state), places(plan, state), classes(plan, state)));
        rounds.addAll(CrushRules.rounds(plan, state));
        List<Map<String, Object>> stages = new ArrayList<>();
        // A daemon that the first monitor's store was not made with could not log in.
        state.flatMap(found -> new Keyring(keys).missing(plan, found.entities()))
                .ifPresent(keyring -> stages.add(Map.of("keys", keyring.reveal())));
        rounds.stream().filter(round -> !round.isEmpty()).map(Cluster::run).forEach(stages::add);
        List<Map<String, Object>> texts = CrushRules.texts(plan, state);
        if (!texts.isEmpty()) {
            stages.add(Map.of("rules", texts));
        }
        return Cluster.stages(plan, state, title(plan, state), stages, LIMIT);
    }

    private static String title(ClusterPlan plan, Optional<ClusterState> state) {
        List<OsdPlan> osds = plan.storage().osds();
        long added = osds.stream()
                .filter(osd -> state.flatMap(found -> found.osd(osd.id())).isEmpty())
                .count();
        if (added == osds.size()) {
            return "put " + added + " OSDs and " + plan.storage().rules().size() + " rules into the maps";
        }
        return added == 0 ? "correct the maps" : "put " + added + " more OSDs into the maps";
    }

    private static void refuse(ClusterPlan plan, Optional<ClusterState> state) {
        List<Problem> problems = new ArrayList<>();
        for (OsdPlan osd : plan.storage().osds()) {
            state.flatMap(found -> found.osd(osd.id()))
                    .filter(found -> !found.uuid().equals(osd.uuid()))
                    .ifPresent(found -> problems.add(Problem.of(
                            "PF-CEPH-012",
                            "osd." + osd.id() + " of the cluster is " + found.uuid() + ", not the planned " + osd.uuid()
                                    + " on drive " + osd.serial(),
                            "restore the plan that numbered the OSDs, or purge osd." + osd.id()
                                    + " when its data is elsewhere")));
        }
        state.ifPresent(found -> problems.addAll(CrushRules.refused(plan, found)));
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
    }

    private static List<Map<String, Object>> osdsAndClasses(ClusterPlan plan, Optional<ClusterState> state) {
        List<Map<String, Object>> commands = new ArrayList<>();
        Set<String> wanted = new TreeSet<>();
        for (OsdPlan osd : plan.storage().osds()) {
            wanted.add(osd.media().deviceClass());
            if (state.flatMap(found -> found.osd(osd.id())).isEmpty()) {
                commands.add(Cluster.command("osd new", "uuid", osd.uuid(), "id", osd.id()));
            }
        }
        wanted.removeAll(state.map(ClusterState::classes).orElse(List.of()));
        wanted.forEach(name -> commands.add(Cluster.command("osd crush class create", "class", name)));
        return commands;
    }

    private static List<Map<String, Object>> places(ClusterPlan plan, Optional<ClusterState> state) {
        List<Map<String, Object>> commands = new ArrayList<>();
        for (OsdPlan osd : plan.storage().osds()) {
            Optional<ClusterState.Osd> known = state.flatMap(found -> found.osd(osd.id()));
            boolean placed = known.filter(
                            found -> found.host().equals(osd.host().value())
                                    && found.rack().equals(osd.rack())
                                    && found.root().equals("default"))
                    .isPresent();
            if (!placed) {
                commands.add(Cluster.command(
                        "osd crush add",
                        "id",
                        osd.id(),
                        "weight",
                        weight(osd, known, state),
                        "args",
                        List.of("root=default", "rack=" + osd.rack(), "host=" + osd.host())));
            }
        }
        return commands;
    }

    /** One that joins a cluster with data weighs nothing at first: {@link WeightsStep} brings it up. */
    private static double weight(OsdPlan osd, Optional<ClusterState.Osd> known, Optional<ClusterState> state) {
        if (state.filter(ClusterState::serves).isEmpty()) {
            return CrushWeight.told(osd.size());
        }
        return known.filter(found -> !found.host().isEmpty())
                .map(ClusterState.Osd::weight)
                .orElse(0.0);
    }

    private static List<Map<String, Object>> classes(ClusterPlan plan, Optional<ClusterState> state) {
        List<Map<String, Object>> commands = new ArrayList<>();
        for (OsdPlan osd : plan.storage().osds()) {
            String found = state.flatMap(s -> s.osd(osd.id()))
                    .map(ClusterState.Osd::deviceClass)
                    .orElse("");
            if (found.equals(osd.media().deviceClass())) {
                continue;
            }
            List<String> ids = List.of(Integer.toString(osd.id()));
            if (!found.isEmpty()) {
                commands.add(Cluster.command("osd crush rm-device-class", "ids", ids));
            }
            commands.add(Cluster.command(
                    "osd crush set-device-class", "class", osd.media().deviceClass(), "ids", ids));
        }
        return commands;
    }
}
