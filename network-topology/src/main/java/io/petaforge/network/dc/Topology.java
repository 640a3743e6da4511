package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** Who is behind which port, and which ports lead to a device by a shortest path: what BGP must arrive at. */
public final class Topology {
    /** One end of a cable, and what is at the other. */
    public record Link(String port, Device peer, String peerPort) {
        public Link {
            requireNonNull(port, "port");
            requireNonNull(peer, "peer");
            requireNonNull(peerPort, "peerPort");
        }
    }

    private final Map<MachineId, List<Link>> links = new TreeMap<>();

    private Topology(DataCenterPlan plan) {
        Map<MachineId, Device> devices = new HashMap<>();
        plan.devices().forEach(device -> devices.put(device.id(), device));
        for (Device device : plan.devices()) {
            List<Link> mine = new ArrayList<>();
            for (Port port : device.ports()) {
                Device peer = devices.get(port.peer().machine());
                if (peer == null) {
                    throw new IllegalArgumentException(device.id() + ":" + port.name() + " leads nowhere in the plan");
                }
                mine.add(new Link(port.name(), peer, port.peer().port()));
            }
            links.put(device.id(), List.copyOf(mine));
        }
    }

    /**
     * Reads a plan's cables.
     *
     * @throws IllegalArgumentException when a port leads to a device that is not planned
     */
    public static Topology of(DataCenterPlan plan) {
        return new Topology(plan);
    }

    /**
     * A device's links, in the order of its ports.
     *
     * @throws IllegalArgumentException when it is not part of the fabric
     */
    public List<Link> links(MachineId device) {
        List<Link> found = links.get(device);
        if (found == null) {
            throw new IllegalArgumentException(device + " is not in the fabric plan");
        }
        return found;
    }

    /**
     * For every other device the ports of it that begin a shortest path to {@code destination}, in the order of its ports.
     * The cables of a leaf-spine make these the equal-cost paths of BGP, whose path length is the number of devices.
     */
    public Map<MachineId, List<String>> portsTowards(MachineId destination) {
        Map<MachineId, Integer> distance = new HashMap<>();
        Queue<MachineId> queue = new ArrayDeque<>(List.of(destination));
        distance.put(destination, 0);
        while (!queue.isEmpty()) {
            MachineId device = queue.remove();
            int next = distance.getOrDefault(device, 0) + 1;
            for (Link link : links(device)) {
                if (distance.putIfAbsent(link.peer().id(), next) == null) {
                    queue.add(link.peer().id());
                }
            }
        }
        Map<MachineId, List<String>> ports = new TreeMap<>();
        links.forEach((device, mine) -> {
            Integer far = distance.get(device);
            if (far != null && far > 0) {
                ports.put(
                        device,
                        mine.stream()
                                .filter(link ->
                                        distance.getOrDefault(link.peer().id(), far) == far - 1)
                                .map(Link::port)
                                .toList());
            }
        });
        return Collections.unmodifiableMap(ports);
    }
}
