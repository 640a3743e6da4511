package io.petaforge.fabric.proof;

import io.petaforge.api.BitRate;
import io.petaforge.api.PortRef;
import io.petaforge.fabric.proof.Observation.PortState;
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
import java.util.function.Predicate;

/** Compares the state, MTU and rate of every planned port with the plan. */
final class PortCheck {
    private final Evidence evidence;
    private final Diagnosis diagnosis;

    private PortCheck(Evidence evidence, Diagnosis diagnosis) {
        this.evidence = evidence;
        this.diagnosis = diagnosis;
    }

    static void run(Evidence evidence, Diagnosis diagnosis) {
        PortCheck check = new PortCheck(evidence, diagnosis);
        List<Device> seen = evidence.expected().stream()
                .map(Expectation::device)
                .filter(device -> evidence.of(device).isPresent())
                .toList();
        seen.forEach(check::missing);
        seen.forEach(check::switchedOff);
        seen.forEach(check::dark);
        evidence.fabric().plan().links().forEach(check::down);
        seen.forEach(check::sizes);
        seen.forEach(check::rates);
    }

    private void missing(Device device) {
        Observation observation = evidence.of(device).orElseThrow();
        List<String> missing = device.ports().stream()
                .map(Port::name)
                .filter(name -> !observation.ports().containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            String found = String.join(", ", observation.ports().keySet());
            add(
                    "PF-FAB-020",
                    device,
                    missing,
                    device.id() + " has no port " + String.join(", ", missing),
                    String.join(", ", device.ports().stream().map(Port::name).toList()),
                    found,
                    "Correct the names of ports in the inventory, or look why the card is not found.");
        }
    }

    private void switchedOff(Device device) {
        List<String> off = named(device, state -> !state.up());
        if (!off.isEmpty()) {
            add(
                    "PF-FAB-021",
                    device,
                    off,
                    ports(device, off) + (off.size() == 1 ? " is" : " are") + " switched off",
                    "on",
                    "off",
                    "Set it up: ip link set " + off.get(0) + " up.");
        }
    }

    /** A device without any signal is one finding, not one for each cable. */
    private void dark(Device device) {
        List<String> dark = named(device, state -> !state.carrier());
        Set<String> off = new HashSet<>();
        device.ports().stream()
                .filter(port ->
                        evidence.port(port.peer()).filter(peer -> !peer.up()).isPresent())
                .forEach(port -> off.add(port.name()));
        if (dark.size() > 1
                && dark.size() == device.ports().size()
                && off.isEmpty()
                && !diagnosis.harmed(Evidence.parts(device))) {
            add(
                    "PF-FAB-022",
                    device,
                    List.of(),
                    "no cable of " + device.id() + " has a signal",
                    dark.size() + " cables up",
                    "0 up",
                    "Look whether its network card works and whether it stands where it is cabled.");
        }
    }

    private void down(Link link) {
        Optional<PortState> a = evidence.port(link.a());
        Optional<PortState> b = evidence.port(link.b());
        boolean dark = a.filter(state -> !state.carrier()).isPresent()
                || b.filter(state -> !state.carrier()).isPresent();
        if (dark) {
            Set<String> ends = Set.of(link.a().toString(), link.b().toString());
            String name = DeviceCheck.words(link.a()) + " - " + DeviceCheck.words(link.b());
            diagnosis.add(new Symptom(
                    Kind.PORT,
                    new Finding(
                            "PF-FAB-023",
                            link.a().machine().value(),
                            link.a().port(),
                            "the cable " + name + " is down: unplugged, broken, or one of its ports failed",
                            "signal at both ends",
                            signal(link.a(), a) + ", " + signal(link.b(), b),
                            "Look at the cable and its two ports.",
                            Map.of()),
                    ends,
                    ends));
        }
    }

    private static String signal(PortRef end, Optional<PortState> state) {
        return state.map(known -> (known.carrier() ? "signal" : "no signal") + " at " + DeviceCheck.words(end))
                .orElse(DeviceCheck.words(end) + " not asked");
    }

    private record Sizes(int planned, int found) {}

    private void sizes(Device device) {
        Map<Sizes, List<String>> wrong = new LinkedHashMap<>();
        for (Port port : device.ports()) {
            int planned = evidence.fabric().mtu(device, port);
            state(device, port).filter(state -> state.mtu() != planned).ifPresent(state -> wrong.computeIfAbsent(
                            new Sizes(planned, state.mtu()), sizes -> new ArrayList<>())
                    .add(port.name()));
        }
        wrong.forEach((sizes, names) -> add(
                "PF-FAB-024",
                device,
                names,
                ports(device, names) + " has an MTU of " + sizes.found() + " bytes instead of " + sizes.planned(),
                String.valueOf(sizes.planned()),
                String.valueOf(sizes.found()),
                "Set it: ip link set " + names.get(0) + " mtu " + sizes.planned() + ", and look what set it to "
                        + sizes.found() + " (build writes the planned one)."));
    }

    private void rates(Device device) {
        Map<Long, List<String>> wrong = new TreeMap<>();
        device.ports().forEach(port -> state(device, port)
                .filter(state -> state.mbits() > 0
                        && state.mbits() * 1_000_000 != port.rate().bitsPerSecond())
                .ifPresent(state -> wrong.computeIfAbsent(state.mbits(), mbits -> new ArrayList<>())
                        .add(port.name())));
        wrong.forEach((mbits, names) -> {
            String planned = device.ports().stream()
                    .filter(port -> port.name().equals(names.get(0)))
                    .map(port -> port.rate().toString())
                    .findFirst()
                    .orElse("");
            String found = new BitRate(mbits * 1_000_000).toString();
            add(
                    "PF-FAB-025",
                    device,
                    names,
                    ports(device, names) + " runs at " + found + " instead of " + planned,
                    planned,
                    found,
                    "Look at the optics or the cable, and at the port's speed and breakout settings at both ends.");
        });
    }

    private List<String> named(Device device, Predicate<PortState> which) {
        return device.ports().stream()
                .filter(port -> state(device, port).filter(which).isPresent())
                .map(Port::name)
                .toList();
    }

    private Optional<PortState> state(Device device, Port port) {
        return evidence.port(new PortRef(device.id(), port.name()));
    }

    private static String ports(Device device, List<String> names) {
        return device.id() + " " + String.join(", ", names);
    }

    private void add(
            String code, Device device, List<String> names, String what, String planned, String found, String fix) {
        // A bridge takes the smallest MTU of its ports: one wrong port makes all of its segment wrong.
        boolean bridged = device.ports().stream()
                .anyMatch(port -> names.contains(port.name())
                        && device.role() == Role.LEAF
                        && !evidence.fabric().routed(device, port));
        Set<String> harms = names.isEmpty() || bridged ? Evidence.parts(device) : new HashSet<>();
        device.ports().stream()
                .filter(port -> names.contains(port.name()))
                .forEach(port -> harms.addAll(Evidence.ends(device, port)));
        diagnosis.add(new Symptom(
                Kind.PORT,
                new Finding(
                        code,
                        device.id().value(),
                        names.size() == 1 ? names.get(0) : "",
                        what,
                        planned,
                        found,
                        fix,
                        Map.of()),
                harms,
                Set.of()));
    }
}
