package io.petaforge.fabric.proof;

import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import io.petaforge.fabric.proof.Symptom.Kind;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Link;
import io.petaforge.network.dc.Port;
import io.petaforge.network.dc.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares what every port sees at the other end of its cable with the cable plan. */
final class CableCheck {
    private final Evidence evidence;
    private final Adjacency adjacency;
    /** Planned links whose ends do not see each other, by their lower end, with what each of their ends sees. */
    private final Map<PortRef, Link> wrong = new LinkedHashMap<>();
    /** Where the cable of a port really ends, as far as either end tells. */
    private final Map<PortRef, PortRef> actual = new LinkedHashMap<>();

    private CableCheck(Evidence evidence, Adjacency adjacency) {
        this.evidence = evidence;
        this.adjacency = adjacency;
        adjacency.all().forEach((port, neighbor) -> planned(neighbor).ifPresent(end -> actual.putIfAbsent(end, port)));
        adjacency.all().forEach((port, neighbor) -> planned(neighbor).ifPresent(end -> actual.put(port, end)));
        for (Link link : evidence.fabric().plan().links()) {
            if (differs(link.a(), link.b()) || differs(link.b(), link.a())) {
                wrong.put(link.a(), link);
            }
        }
    }

    static void run(Evidence evidence, Adjacency adjacency, Diagnosis diagnosis) {
        CableCheck check = new CableCheck(evidence, adjacency);
        check.wrongRacks(diagnosis);
        check.swaps(diagnosis);
        check.others(diagnosis);
    }

    private boolean differs(PortRef end, PortRef wanted) {
        Optional<Adjacency.Neighbor> neighbor = adjacency.of(end);
        return neighbor.isPresent()
                ? !neighbor.get().device().equals(wanted.machine().value())
                        || !neighbor.get().port().equals(wanted.port())
                : actual.containsKey(end) && !wanted.equals(actual.get(end));
    }

    /** Hosts whose every cable leads to leaves of one other rack. */
    private void wrongRacks(Diagnosis diagnosis) {
        for (Device host : evidence.fabric().plan().tier(Role.HOST)) {
            Set<String> racks = new TreeSet<>();
            List<String> found = new ArrayList<>();
            Set<String> harms = Evidence.parts(host);
            for (Port port : host.ports()) {
                PortRef end = actual.get(new PortRef(host.id(), port.name()));
                if (end != null) {
                    evidence.fabric()
                            .device(end.machine())
                            .filter(leaf -> leaf.role() == Role.LEAF)
                            .ifPresent(leaf -> racks.add(leaf.rack()));
                    found.add(port.name() + " to " + DeviceCheck.words(end));
                    harms.add(end.toString());
                }
            }
            if (racks.size() == 1 && !racks.contains(host.rack()) && !found.isEmpty()) {
                String rack = racks.iterator().next();
                String name = host.id().value();
                host.ports().forEach(port -> wrong.remove(new PortRef(host.id(), port.name())));
                diagnosis.add(new Symptom(
                        Kind.CABLE,
                        new Finding(
                                "PF-FAB-010",
                                name,
                                "",
                                name + " is cabled into rack " + rack + ", planned in rack " + host.rack(),
                                plan(host),
                                String.join(", ", found),
                                "Move " + name + " to rack " + host.rack()
                                        + ", or move it in the inventory and build again.",
                                Map.of()),
                        harms,
                        Set.of()));
            }
        }
    }

    private static String plan(Device host) {
        return String.join(
                ", ",
                host.ports().stream()
                        .map(port -> port.name() + " to " + DeviceCheck.words(port.peer()))
                        .toList());
    }

    /** Two planned cables of which each ends where the other should. */
    private void swaps(Diagnosis diagnosis) {
        for (Link one : List.copyOf(wrong.values())) {
            for (Link two : List.copyOf(wrong.values())) {
                boolean crossed = two.b().equals(actual.get(one.a())) && one.b().equals(actual.get(two.a()))
                        || two.b().equals(actual.get(one.a())) && !actual.containsKey(two.a())
                        || one.b().equals(actual.get(two.a())) && !actual.containsKey(one.a());
                if (crossed
                        && one.a().toString().compareTo(two.a().toString()) < 0
                        && wrong.containsKey(one.a())
                        && wrong.containsKey(two.a())) {
                    wrong.remove(one.a());
                    wrong.remove(two.a());
                    diagnosis.add(swapped(one, two));
                }
            }
        }
    }

    private Symptom swapped(Link one, Link two) {
        boolean upper = one.b().machine().equals(two.b().machine());
        boolean lower = !upper && one.a().machine().equals(two.a().machine());
        PortRef first = upper ? one.b() : one.a();
        PortRef second = upper ? two.b() : two.a();
        if (upper && first.port().compareTo(second.port()) > 0) {
            return swapped(two, one);
        }
        String pair = upper || lower
                ? first.machine() + " " + first.port() + " and " + second.port()
                : DeviceCheck.words(first) + " and " + DeviceCheck.words(second);
        PortRef firstFar = upper ? one.a() : one.b();
        PortRef secondFar = upper ? two.a() : two.b();
        Set<String> harms = new HashSet<>();
        List.of(one, two).forEach(link -> {
            harms.add(link.a().toString());
            harms.add(link.b().toString());
        });
        return new Symptom(
                Kind.CABLE,
                new Finding(
                        "PF-FAB-011",
                        first.machine().value(),
                        first.port(),
                        "cables of " + pair + " are swapped",
                        to(first, firstFar) + ", " + to(second, secondFar),
                        to(first, secondFar) + ", " + to(second, firstFar) + how(List.of(one, two)),
                        "Exchange the two plugs at "
                                + (upper || lower ? first.machine().value() : pair) + ".",
                        Map.of()),
                harms,
                Set.of());
    }

    private void others(Diagnosis diagnosis) {
        for (Link link : wrong.values()) {
            PortRef at = differs(link.b(), link.a()) && adjacency.of(link.b()).isPresent() ? link.b() : link.a();
            PortRef wanted = at.equals(link.a()) ? link.b() : link.a();
            Optional<Adjacency.Neighbor> neighbor = adjacency.of(at);
            String found = neighbor.map(Adjacency.Neighbor::words)
                    .or(() -> Optional.ofNullable(actual.get(at)).map(DeviceCheck::words))
                    .orElse("nothing");
            boolean unknown = neighbor.filter(one ->
                            planned(one).isEmpty() && device(one.device()).isEmpty())
                    .isPresent();
            Set<String> harms =
                    new HashSet<>(Set.of(link.a().toString(), link.b().toString()));
            // One misplaced cable may make two planned ones wrong: that of its port and that of the port it took.
            Set<String> cable = new HashSet<>();
            Optional.ofNullable(actual.get(at)).ifPresent(end -> {
                harms.add(end.toString());
                cable.add("cable " + new TreeSet<>(Set.of(at.toString(), end.toString())));
            });
            harms.addAll(cable);
            diagnosis.add(new Symptom(
                    Kind.CABLE,
                    new Finding(
                            unknown ? "PF-FAB-013" : "PF-FAB-012",
                            at.machine().value(),
                            at.port(),
                            DeviceCheck.words(at)
                                    + (unknown
                                            ? " leads to " + found + ", which is not in the plan"
                                            : " leads to " + found + " instead of " + DeviceCheck.words(wanted)),
                            to(at, wanted),
                            to(at, found) + how(List.of(link)),
                            "Plug the cable of " + DeviceCheck.words(at) + " into " + DeviceCheck.words(wanted) + ".",
                            Map.of()),
                    harms,
                    cable));
        }
    }

    /** From how many ends that was seen, and by what. */
    private String how(List<Link> links) {
        Set<String> ends = new TreeSet<>();
        boolean lldp = false;
        for (Link link : links) {
            for (PortRef end : List.of(link.a(), link.b())) {
                Optional<Adjacency.Neighbor> neighbor = adjacency.of(end);
                if (neighbor.isPresent()) {
                    ends.add(link.a().equals(end) ? "a" : "b");
                    lldp |= neighbor.get().lldp();
                }
            }
        }
        return " (by " + (lldp ? "LLDP" : "the addresses that answer") + ", seen from "
                + (ends.size() == 2 ? "both ends" : "one end") + ")";
    }

    private Optional<PortRef> planned(Adjacency.Neighbor neighbor) {
        return device(neighbor.device())
                .map(device -> new PortRef(device.id(), neighbor.port()))
                .filter(end -> !end.port().isEmpty());
    }

    private Optional<Device> device(String name) {
        try {
            return evidence.fabric().device(new MachineId(name));
        } catch (IllegalArgumentException notALabel) {
            return Optional.empty();
        }
    }

    private static String to(PortRef from, PortRef far) {
        return to(from, DeviceCheck.words(far));
    }

    private static String to(PortRef from, String far) {
        return from.port() + " to " + far;
    }

    /** How many planned cables are as planned, seen from both ends, one end, and neither. */
    static Map<Integer, Integer> counts(Evidence evidence, Adjacency adjacency) {
        Map<Integer, Integer> counts = new TreeMap<>(Map.of(0, 0, 1, 0, 2, 0));
        for (Link link : evidence.fabric().plan().links()) {
            int ends = sees(adjacency, link.a(), link.b()) + sees(adjacency, link.b(), link.a());
            counts.merge(ends, 1, Integer::sum);
        }
        return counts;
    }

    private static int sees(Adjacency adjacency, PortRef end, PortRef wanted) {
        return adjacency
                        .of(end)
                        .filter(neighbor ->
                                neighbor.device().equals(wanted.machine().value())
                                        && neighbor.port().equals(wanted.port()))
                        .isPresent()
                ? 1
                : 0;
    }
}
