package io.petaforge.maas;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which machines serve a request: those that are recorded, and free ones for the rest. Reads MAAS, one request for each
 * rack and one for those that are held; changes nothing.
 */
final class Selection {
    /**
     * What was found.
     *
     * @param held recorded machines that are there and ours, by the machine of the cluster
     * @param lost recorded machines that are gone, or are not ours any more, with the reason
     * @param picks free machines for what is not held
     */
    record Result(
            Map<MachineId, Node> held, Map<Held, String> lost, Map<MachineId, Pick> picks, List<Problem> problems) {
        Result {
            held = Map.copyOf(held);
            lost = Map.copyOf(lost);
            picks = Map.copyOf(picks);
            problems = List.copyOf(problems);
        }
    }

    private final Maas maas;
    private final MaasSettings settings;

    Selection(Maas maas, MaasSettings settings) {
        this.maas = maas;
        this.settings = settings;
    }

    /**
     * What serves the request.
     *
     * @param without machines that must not be taken, by system id
     */
    Result of(ClusterRequest request, MaasRecord record, Collection<String> without) {
        // What we hold is what MAAS holds under our agent name, whatever the record says.
        Map<String, Node> ours = new HashMap<>();
        if (!record.machines().isEmpty()) {
            maas.ofAgent(record.agent()).forEach(node -> ours.put(node.id(), node));
        }
        // A zone of a hundred machines is several megabytes: only those are listed where some machine is still to be
        // found.
        Set<String> zones = new TreeSet<>();
        request.machines().stream()
                .filter(machine -> record.holding(machine.id().value())
                        .filter(known -> ours.containsKey(known.node()))
                        .isEmpty())
                .forEach(machine -> zones.add(settings.zone(machine.rack())));
        Map<String, Node> nodes = new HashMap<>();
        Pipeline.all(List.copyOf(zones), maas::inZone)
                .forEach(zone -> zone.forEach(node -> nodes.put(node.id(), node)));

        Map<MachineId, Node> held = new TreeMap<>();
        Map<Held, String> lost = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        List<MachineRequest> open = new ArrayList<>();
        for (MachineRequest machine : request.machines()) {
            Held known = record.holding(machine.id().value()).orElse(null);
            if (known == null) {
                open.add(machine);
                continue;
            }
            Optional<Renewal> renewal = record.renewal(known.node());
            if (record.underWay(known).isPresent()) {
                // Whose it is is settled by what deploys it anew; for a plan it is what it was and will be.
                held.put(machine.id(), renewal.orElseThrow().asBefore());
                continue;
            }
            Node node = Optional.ofNullable(ours.get(known.node()))
                    .map(now -> renewal.map(renewed -> renewed.withDrives(now)).orElse(now))
                    .orElse(null);
            if (node == null) {
                lost.put(known, gone(known, Optional.ofNullable(nodes.get(known.node()))));
                open.add(machine);
                continue;
            }
            if (node.locked()) {
                problems.add(Problem.of(
                        "PF-MAAS-021",
                        "The machine of " + known.label() + " is locked in MAAS: nothing can be done with it.",
                        "Unlock it when whoever locked it agrees: 'maas PROFILE machine unlock " + node.id() + "'."));
            }
            state(known, node).ifPresent(problems::add);
            held.put(machine.id(), node);
        }
        Set<String> taken = new TreeSet<>(without);
        record.machines().forEach(machine -> taken.add(machine.node()));
        lost.keySet().forEach(machine -> taken.remove(machine.node()));
        record.quarantined().forEach(machine -> taken.add(machine.node()));
        Assignment.Result assigned = new Assignment(settings)
                .of(
                        open,
                        nodes.values().stream()
                                .filter(node -> !taken.contains(node.id()))
                                .toList());
        problems.addAll(assigned.problems());
        return new Result(held, lost, assigned.picks(), problems);
    }

    /** What stands against using a machine that is ours: a state that the driver did not bring it into. */
    private static Optional<Problem> state(Held known, Node node) {
        String what = "The machine of " + known.label() + " is " + node.statusName()
                + " in MAAS, and the record says that the cluster uses it.";
        if (node.status().isLeaving()) {
            return Optional.of(Problem.of(
                    "PF-MAAS-020",
                    what,
                    "Wait until it is Ready, and run the same command again: it is then taken anew."));
        }
        boolean expected = known.stage() == Held.Stage.DEPLOYED
                ? node.status() == NodeStatus.DEPLOYED
                : node.status() != NodeStatus.OTHER && node.status() != NodeStatus.BROKEN;
        return expected
                ? Optional.empty()
                : Optional.of(
                        Problem.of(
                                "PF-MAAS-020",
                                what,
                                "Bring it back to Deployed in MAAS, or release it there, and run the same command again: it is then taken anew."));
    }

    /** Why a recorded machine is not ours. */
    private static String gone(Held known, Optional<Node> node) {
        if (known.stage() == Held.Stage.ASKED) {
            return "MAAS never allocated it";
        }
        return node.map(found -> "it is " + found.statusName() + " and not allocated to the cluster any more")
                .orElse("MAAS does not know it any more");
    }
}
