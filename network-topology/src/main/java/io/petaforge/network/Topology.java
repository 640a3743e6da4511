package io.petaforge.network;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** Who is behind which port, and which ports lead to a node by a shortest path: what BGP must arrive at. */
public final class Topology {
    /** One end of a cable, and what is at the other. */
    public record Link(String port, FabricNode peer, String peerPort) {
        public Link {
            requireNonNull(port, "port");
            requireNonNull(peer, "peer");
            requireNonNull(peerPort, "peerPort");
        }
    }

    private final Map<MachineId, List<Link>> links = new TreeMap<>();

    private Topology(FabricPlan plan) {
        Map<MachineId, FabricNode> nodes = new HashMap<>();
        plan.nodes().forEach(node -> nodes.put(node.id(), node));
        Map<PortRef, PortRef> peers = new HashMap<>();
        plan.cables().forEach(cable -> {
            peers.put(cable.a(), cable.b());
            peers.put(cable.b(), cable.a());
        });
        for (FabricNode node : plan.nodes()) {
            List<Link> mine = new ArrayList<>();
            for (String port : node.ports()) {
                PortRef peer = peers.get(new PortRef(node.id(), port));
                FabricNode other = peer == null ? null : nodes.get(peer.machine());
                if (peer == null || other == null) {
                    throw new IllegalArgumentException(node.id() + ":" + port + " leads nowhere in the plan");
                }
                mine.add(new Link(port, other, peer.port()));
            }
            links.put(node.id(), List.copyOf(mine));
        }
    }

    /**
     * Reads a plan's cables.
     *
     * @throws IllegalArgumentException when a port has no cable
     */
    public static Topology of(FabricPlan plan) {
        return new Topology(plan);
    }

    /**
     * A node's links, in the order of its ports.
     *
     * @throws IllegalArgumentException when it is not part of the fabric
     */
    public List<Link> links(MachineId node) {
        List<Link> found = links.get(node);
        if (found == null) {
            throw new IllegalArgumentException(node + " is not in the fabric plan");
        }
        return found;
    }

    /**
     * For every other node the ports of it that begin a shortest path to {@code destination}, in the order of its ports.
     * The cables of a leaf-spine make these the equal-cost paths of BGP, whose path length is the number of nodes.
     */
    public Map<MachineId, List<String>> portsTowards(MachineId destination) {
        Map<MachineId, Integer> distance = new HashMap<>();
        Queue<MachineId> queue = new ArrayDeque<>(List.of(destination));
        distance.put(destination, 0);
        while (!queue.isEmpty()) {
            MachineId node = queue.remove();
            int next = distance.getOrDefault(node, 0) + 1;
            for (Link link : links(node)) {
                if (distance.putIfAbsent(link.peer().id(), next) == null) {
                    queue.add(link.peer().id());
                }
            }
        }
        Map<MachineId, List<String>> ports = new TreeMap<>();
        links.forEach((node, mine) -> {
            Integer far = distance.get(node);
            if (far != null && far > 0) {
                ports.put(
                        node,
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
