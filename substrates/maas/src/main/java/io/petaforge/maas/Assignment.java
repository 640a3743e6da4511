package io.petaforge.maas;

import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which machine is taken for which request: as many as can be served at all (augmenting paths), the smallest machine that
 * will do first, the same for the same input. A zone of MAAS is a rack: a request is served from its rack's zone only. Pure.
 */
final class Assignment {
    /** The smallest first, so that big machines are left for those who need them. */
    private static final Comparator<Node> SMALLEST = Comparator.comparing(
                    (Node node) -> node.drives().size())
            .thenComparing(Node::memory)
            .thenComparing(Node::threads)
            .thenComparing(Node::hostname)
            .thenComparing(Node::id);

    /** What was found. */
    record Result(Map<MachineId, Pick> picks, List<Problem> problems) {
        Result {
            picks = Map.copyOf(picks);
            problems = List.copyOf(problems);
        }
    }

    private final MaasSettings settings;
    private final Fit fit;

    Assignment(MaasSettings settings) {
        this.settings = settings;
        this.fit = new Fit(settings);
    }

    Result of(List<MachineRequest> requests, List<Node> nodes) {
        Map<String, List<MachineRequest>> zones = new TreeMap<>();
        requests.forEach(request -> zones.computeIfAbsent(settings.zone(request.rack()), zone -> new ArrayList<>())
                .add(request));
        Map<MachineId, Pick> picks = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        zones.forEach((zone, wanted) -> {
            List<Node> there = nodes.stream()
                    .filter(node -> node.zone().equals(zone))
                    .sorted(SMALLEST)
                    .toList();
            Map<MachineId, Node> taken = match(wanted, there);
            for (MachineRequest request : wanted) {
                Node node = taken.get(request.id());
                if (node != null) {
                    DriveChoice.of(node, request.disks(), settings.bootDrive())
                            .ifPresent(drives -> picks.put(request.id(), new Pick(request, node, drives)));
                }
            }
            problems.addAll(missing(zone, wanted, there, taken));
        });
        return new Result(picks, problems);
    }

    private Map<MachineId, Node> match(List<MachineRequest> wanted, List<Node> there) {
        Map<String, MachineRequest> holder = new HashMap<>();
        Map<MachineId, List<Node>> fitting = new LinkedHashMap<>();
        wanted.forEach(request -> fitting.put(
                request.id(),
                there.stream()
                        .filter(node -> fit.excluded(node, request).isEmpty())
                        .toList()));
        wanted.stream()
                .sorted(Comparator.comparing(MachineRequest::id))
                .forEach(request -> augment(request, fitting, holder, new HashSet<>()));
        Map<String, Node> nodes = there.stream().collect(Collectors.toMap(Node::id, node -> node));
        Map<MachineId, Node> taken = new TreeMap<>();
        holder.forEach(
                (node, request) -> Optional.ofNullable(nodes.get(node)).ifPresent(n -> taken.put(request.id(), n)));
        return taken;
    }

    private static boolean augment(
            MachineRequest request,
            Map<MachineId, List<Node>> fitting,
            Map<String, MachineRequest> holder,
            Set<String> seen) {
        for (Node node : fitting.getOrDefault(request.id(), List.of())) {
            if (seen.add(node.id())) {
                MachineRequest before = holder.get(node.id());
                if (before == null || augment(before, fitting, holder, seen)) {
                    holder.put(node.id(), request);
                    return true;
                }
            }
        }
        return false;
    }

    /** One problem for each group of the rack that is short: how many, and what excluded how many of those there. */
    private List<Problem> missing(
            String zone, List<MachineRequest> wanted, List<Node> there, Map<MachineId, Node> taken) {
        Map<String, List<MachineRequest>> groups = new TreeMap<>();
        wanted.forEach(request -> groups.computeIfAbsent(request.group(), group -> new ArrayList<>())
                .add(request));
        List<Problem> problems = new ArrayList<>();
        groups.forEach((group, requests) -> {
            long served = requests.stream()
                    .filter(request -> taken.containsKey(request.id()))
                    .count();
            if (served < requests.size()) {
                Map<String, Integer> excluded = new TreeMap<>();
                there.forEach(node ->
                        fit.excluded(node, requests.get(0)).ifPresent(why -> excluded.merge(why, 1, Integer::sum)));
                int fitting = there.size()
                        - excluded.values().stream().mapToInt(Integer::intValue).sum();
                problems.add(
                        Problem.of(
                                "PF-MAAS-010",
                                "Group " + group + " asks for " + requests.size()
                                        + (requests.size() == 1 ? " machine in zone " : " machines in zone ") + zone
                                        + " and can have "
                                        + served + ". Of " + there.size() + " there, " + fitting
                                        + (fitting == 1 ? " fits" : " fit")
                                        + (excluded.isEmpty() ? "" : "; excluded: " + counts(excluded)) + ".",
                                fitting > served
                                        ? "Ask for fewer: other groups need the same machines."
                                        : "Ask for less, free or add machines in that zone, or spread the group over other racks."));
            }
        });
        return problems;
    }

    private static String counts(Map<String, Integer> excluded) {
        return excluded.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
