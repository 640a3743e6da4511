package io.petaforge.fabric.proof;

import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Port;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that a comparison reads: the plan, what every device must see, and what those that answered do see.
 *
 * @param whole second answers of devices whose routes differ, with every prefix
 * @param silent devices that could not be asked, with the reason
 */
record Evidence(
        Fabric fabric,
        Expectations plan,
        List<Expectation> expected,
        Map<MachineId, Observation> seen,
        Map<MachineId, Observation> whole,
        Map<MachineId, String> silent) {
    Evidence {
        expected = List.copyOf(expected);
        seen = Collections.unmodifiableMap(new TreeMap<>(seen));
        whole = Collections.unmodifiableMap(new TreeMap<>(whole));
        silent = Collections.unmodifiableMap(new TreeMap<>(silent));
    }

    Optional<Observation> of(Device device) {
        return Optional.ofNullable(seen.get(device.id()));
    }

    /** What a device says of one of its ports. */
    Optional<Observation.PortState> port(PortRef ref) {
        return Optional.ofNullable(seen.get(ref.machine()))
                .flatMap(observation -> Optional.ofNullable(observation.ports().get(ref.port())));
    }

    /** Both ends of a port's cable, as parts that may be out of order. */
    static Set<String> ends(Device device, Port port) {
        return Set.of(
                new PortRef(device.id(), port.name()).toString(), port.peer().toString());
    }

    /** A device, both ends of all its cables. */
    static Set<String> parts(Device device) {
        Set<String> parts = new HashSet<>(Set.of(device.id().value()));
        device.ports().forEach(port -> parts.addAll(ends(device, port)));
        return parts;
    }

    /** All that packets from one device to another may pass: cable ends and devices on the planned paths through a port. */
    Set<String> path(RoutePlan routes, Device from, List<String> through, Device to) {
        Set<String> parts = new HashSet<>(Set.of(from.id().value(), to.id().value()));
        Map<MachineId, Boolean> visited = new HashMap<>();
        step(routes, from, through, to, parts, visited);
        return parts;
    }

    private void step(
            RoutePlan routes,
            Device at,
            List<String> through,
            Device to,
            Set<String> parts,
            Map<MachineId, Boolean> visited) {
        for (String name : through) {
            Optional<Port> port = fabric.port(new PortRef(at.id(), name));
            if (port.isEmpty()) {
                continue;
            }
            parts.addAll(ends(at, port.get()));
            Device next = fabric.peer(port.get());
            parts.add(next.id().value());
            if (!next.id().equals(to.id()) && visited.putIfAbsent(next.id(), true) == null) {
                step(routes, next, routes.ports(next, to), to, parts, visited);
            }
        }
    }
}
