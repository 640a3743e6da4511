package io.petaforge.fabric.proof;

import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import io.petaforge.fabric.proof.Symptom.Kind;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.RackPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares every prefix with its ports, in FRR's table and in the kernel's, with the plan. */
final class RouteCheck {
    /** A route that is missing on so many devices is looked for where it comes from. */
    private static final int EVERYWHERE = 3;

    private static final List<String> TABLES = List.of("kernel", "frr");

    /** One prefix that one device has otherwise than planned; in which tables. */
    private record Deviation(
            Expectation at, String family, String prefix, String planned, String found, Set<String> tables) {}

    private final Evidence evidence;
    private final Diagnosis diagnosis;
    private final Map<String, Device> owners = new HashMap<>();

    private RouteCheck(Evidence evidence, Diagnosis diagnosis) {
        this.evidence = evidence;
        this.diagnosis = diagnosis;
    }

    /** Whether a device's sums differ from the plan's, so that it must be asked for every prefix. */
    static boolean differs(Expectation expectation, Observation observation) {
        return observation
                .routing()
                .filter(routing -> expectation.tables().entrySet().stream()
                        .anyMatch(table -> TABLES.stream().anyMatch(kind -> !table.getValue()
                                .equals(routing.groups().getOrDefault(kind + table.getKey(), Map.of())))))
                .isPresent();
    }

    static void run(Evidence evidence, Diagnosis diagnosis) {
        RouteCheck check = new RouteCheck(evidence, diagnosis);
        List<Deviation> open = new ArrayList<>();
        for (Expectation expectation : evidence.expected()) {
            Observation observation = evidence.seen().get(expectation.device().id());
            if (observation != null && differs(expectation, observation)) {
                Observation whole = evidence.whole().get(expectation.device().id());
                if (whole == null || whole.routing().isEmpty()) {
                    diagnosis.add(uncounted(expectation));
                } else {
                    for (Deviation deviation :
                            check.deviations(expectation, whole.routing().get())) {
                        if (!diagnosis.explain(Kind.ROUTE, check.because(deviation))) {
                            open.add(deviation);
                        }
                    }
                }
            }
        }
        check.report(open);
    }

    private static Symptom uncounted(Expectation expectation) {
        Device device = expectation.device();
        return new Symptom(
                Kind.ROUTE,
                new Finding(
                        "PF-FAB-053",
                        device.id().value(),
                        "",
                        "routes of " + device.id() + " differ from the plan, and it did not say which",
                        "the planned prefixes",
                        "others",
                        "Compare again.",
                        Map.of()),
                Set.of(),
                Evidence.parts(device));
    }

    private List<Deviation> deviations(Expectation expectation, Observation.Routing routing) {
        Map<String, Deviation> found = new TreeMap<>();
        for (String family : expectation.tables().keySet()) {
            Map<String, List<String>> planned = evidence.plan().routes(family).prefixes(expectation.device());
            for (String table : TABLES) {
                Map<String, String> there = new TreeMap<>();
                routing.prefixes()
                        .getOrDefault(table + family, Map.of())
                        .forEach((ports, prefixes) -> prefixes.forEach(prefix -> there.put(prefix, ports)));
                Set<String> all = new TreeSet<>(planned.keySet());
                all.addAll(there.keySet());
                for (String prefix : all) {
                    String wanted = String.join(",", planned.getOrDefault(prefix, List.of()));
                    String is = there.getOrDefault(prefix, "");
                    if (!wanted.equals(is)) {
                        found.computeIfAbsent(
                                        prefix + " " + is,
                                        key -> new Deviation(expectation, family, prefix, wanted, is, new TreeSet<>()))
                                .tables()
                                .add(table);
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** What on the way of the missing paths, or behind the additional ones, would explain it. */
    private Set<String> because(Deviation deviation) {
        Device device = deviation.at().device();
        Set<String> because = new HashSet<>();
        List<String> planned = split(deviation.planned());
        List<String> found = split(deviation.found());
        Optional<Device> owner = owner(deviation.prefix());
        List<String> missing =
                planned.stream().filter(port -> !found.contains(port)).toList();
        owner.ifPresent(
                to -> because.addAll(evidence.path(evidence.plan().routes(deviation.family()), device, missing, to)));
        for (String port : found) {
            if (!planned.contains(port)) {
                because.add(new PortRef(device.id(), port).toString());
                owner.ifPresent(to -> because.addAll(Evidence.parts(to)));
            }
        }
        because.remove(device.id().value());
        return because;
    }

    /** Reports first what the most deviations have in common: a prefix that many lack, or a device that lacks many. */
    private void report(List<Deviation> deviations) {
        List<Deviation> open = new ArrayList<>(deviations);
        while (!open.isEmpty()) {
            Map<String, List<Deviation>> byPrefix = new TreeMap<>();
            Map<MachineId, List<Deviation>> byDevice = new TreeMap<>();
            open.forEach(one -> {
                byPrefix.computeIfAbsent(one.prefix(), key -> new ArrayList<>()).add(one);
                byDevice.computeIfAbsent(one.at().device().id(), key -> new ArrayList<>())
                        .add(one);
            });
            List<Deviation> prefix = largest(byPrefix);
            List<Deviation> device = largest(byDevice);
            boolean everywhere = prefix.size() >= EVERYWHERE && prefix.size() >= device.size();
            List<Deviation> group = everywhere ? prefix : device;
            diagnosis.add(everywhere ? everywhere(group) : here(group));
            open.removeAll(group);
        }
    }

    private static <K> List<Deviation> largest(Map<K, List<Deviation>> groups) {
        List<Deviation> largest = List.of();
        for (List<Deviation> group : groups.values()) {
            if (group.size() > largest.size()) {
                largest = group;
            }
        }
        return largest;
    }

    private Symptom everywhere(List<Deviation> group) {
        Deviation first = group.get(0);
        Optional<Device> owner = owner(first.prefix());
        boolean missing = group.stream().allMatch(one -> one.found().isEmpty());
        String what = owner.isEmpty()
                ? first.prefix() + " is routed on " + group.size() + " devices and is not in the plan"
                : first.prefix() + " of " + owner.get().id() + " is "
                        + (missing ? "missing" : "routed otherwise than planned") + " on " + group.size() + " devices"
                        + (missing ? ": " + owner.get().id() + " does not announce it" : "");
        return symptom(
                owner.isEmpty() ? "PF-FAB-052" : "PF-FAB-051",
                owner.orElse(first.at().device()),
                what,
                group,
                owner.isEmpty()
                        ? "Find out who announces it (show bgp ipv4 unicast " + first.prefix() + ") and stop it."
                        : "Look at the network statements of " + owner.get().id() + " in /etc/frr/frr.conf.");
    }

    private Symptom here(List<Deviation> group) {
        Deviation first = group.get(0);
        Device device = first.at().device();
        boolean kernelOnly = group.stream().allMatch(one -> one.tables().equals(Set.of("kernel")));
        boolean unplanned = group.stream().allMatch(one -> one.planned().isEmpty());
        String routes = group.size() == 1 ? "the route to " + first.prefix() : group.size() + " routes";
        String what = unplanned
                ? device.id() + " has " + (group.size() == 1 ? "a route to " + first.prefix() : routes) + " that "
                        + (group.size() == 1 ? "is" : "are") + " not in the plan"
                : kernelOnly
                        ? routes + " of " + device.id() + " " + (group.size() == 1 ? "is" : "are")
                                + " as planned in FRR but not in the kernel"
                        : routes + " of " + device.id() + " " + (group.size() == 1 ? "does" : "do")
                                + " not use the planned ports";
        return symptom(
                unplanned ? "PF-FAB-052" : kernelOnly ? "PF-FAB-054" : "PF-FAB-050",
                device,
                what,
                group,
                kernelOnly
                        ? "Restart FRR on " + device.id() + "; if it comes back, compare show ip route with ip route."
                        : "Look at show bgp ipv4 unicast " + first.prefix() + " on " + device.id() + ".");
    }

    private static Symptom symptom(String code, Device device, String what, List<Deviation> group, String fix) {
        Deviation first = group.get(0);
        String example = group.size() == 1
                ? ""
                : " (" + first.prefix() + " on " + first.at().device().id() + ")";
        return new Symptom(
                Kind.ROUTE,
                new Finding(
                        code,
                        device.id().value(),
                        "",
                        what,
                        (first.planned().isEmpty() ? "none" : first.planned()) + example,
                        (first.found().isEmpty() ? "none" : first.found()) + example,
                        fix,
                        Map.of()),
                Set.of("routes of " + device.id(), device.id().value()),
                Set.of());
    }

    private Optional<Device> owner(String prefix) {
        if (owners.isEmpty()) {
            for (Device device : evidence.fabric().devices()) {
                device.loopbacks().forEach(address -> owners.put(address, device));
            }
            for (RackPlan rack : evidence.fabric().racks()) {
                evidence.fabric().leaves(rack.name()).stream().findFirst().ifPresent(leaf -> rack.subnets()
                        .forEach(subnet ->
                                owners.put(Fabric.withoutLength(subnet.range().toString()), leaf)));
            }
        }
        return Optional.ofNullable(owners.get(Fabric.withoutLength(prefix)));
    }

    private static List<String> split(String ports) {
        return ports.isEmpty() ? List.of() : List.of(ports.split(","));
    }
}
