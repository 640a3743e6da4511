package io.petaforge.discover;

import io.petaforge.api.BitRate;
import io.petaforge.api.Hardware;
import io.petaforge.api.MachineId;
import io.petaforge.api.Nic;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which interfaces are ports: what sits on a bus of the machine and carries Ethernet. Bridges, bonds and tunnels are not,
 * nor virtual functions. In a container, as in the lab, a pair of virtual ends is what a cable is elsewhere.
 */
record PortSelection(List<Nic> nics, List<Hardware.Port> ports, List<Problem> findings) {
    /** The port through which a management controller talks to its host, over USB. */
    private static final Set<String> CONTROLLER = Set.of("cdc_ether", "cdc_ncm", "cdc_subset", "rndis_host");

    PortSelection {
        nics = List.copyOf(nics);
        ports = List.copyOf(ports);
        findings = List.copyOf(findings);
    }

    static PortSelection of(
            MachineId id,
            Map<String, PortFacts> interfaces,
            List<LldpNeighbors.Neighbor> neighbors,
            boolean container) {
        List<Nic> nics = new ArrayList<>();
        List<Hardware.Port> ports = new ArrayList<>();
        List<Problem> findings = new ArrayList<>();
        for (PortFacts port : interfaces.values()) {
            if (!isPort(port, container)) {
                continue;
            }
            if (!port.ethernet()) {
                findings.add(Findings.notEthernet(id, port.name()));
                continue;
            }
            ports.add(new Hardware.Port(
                    port.name(),
                    port.mac(),
                    port.link(),
                    OptionalInt.empty(),
                    port.numa(),
                    neighbor(port.name(), neighbors)));
            Optional<BitRate> rate = port.link().or(port::most);
            rate.ifPresent(delivers -> nics.add(new Nic(port.name(), delivers)));
            if (rate.isEmpty()) {
                findings.add(Findings.unknownRate(id, port.name(), port.carrier()));
            }
            port.link()
                    .filter(now ->
                            port.most().filter(most -> most.compareTo(now) > 0).isPresent())
                    .ifPresent(now -> findings.add(
                            Findings.slow(id, port.name(), now, port.most().orElseThrow())));
        }
        findings.addAll(memberships(id, interfaces.values(), ports));
        return new PortSelection(nics, ports, findings);
    }

    private static boolean isPort(PortFacts port, boolean container) {
        if (port.device().isEmpty()) {
            return container && port.kind().equals("veth");
        }
        return !port.hidden() && !CONTROLLER.contains(port.driver());
    }

    /** Where several answered, as behind a dumb switch, the first. */
    private static Optional<Hardware.Neighbour> neighbor(String port, List<LldpNeighbors.Neighbor> neighbors) {
        return neighbors.stream()
                .filter(one -> one.port().equals(port))
                .findFirst()
                .map(one -> new Hardware.Neighbour(one.device(), one.devicePort()));
    }

    private static List<Problem> memberships(
            MachineId id, Collection<PortFacts> interfaces, List<Hardware.Port> ports) {
        Map<String, List<String>> members = new TreeMap<>();
        interfaces.stream()
                .filter(port -> !port.master().isEmpty())
                .filter(port -> ports.stream().anyMatch(known -> known.name().equals(port.name())))
                .forEach(port -> members.computeIfAbsent(port.master(), name -> new ArrayList<>())
                        .add(port.name()));
        return members.entrySet().stream()
                .map(entry -> Findings.member(id, entry.getKey(), entry.getValue()))
                .toList();
    }
}
