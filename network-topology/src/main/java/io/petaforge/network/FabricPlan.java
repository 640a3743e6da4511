package io.petaforge.network;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Cable;
import io.petaforge.api.MachineId;
import java.util.List;
import java.util.Optional;

/**
 * The planned network.
 *
 * @param design the design's name in the inventory, such as {@code l3-host}
 * @param nodes every router: spines, leaves, then hosts, each ordered by id
 * @param cables every cable with both ends
 * @param services the service addresses, in the order in which they were asked for
 * @param mtu bytes, the same on every fabric port
 */
public record FabricPlan(
        String design, List<FabricNode> nodes, List<Cable> cables, List<AnycastService> services, int mtu) {
    public FabricPlan {
        requireNonNull(design, "design");
        nodes = List.copyOf(nodes);
        cables = List.copyOf(cables);
        services = List.copyOf(services);
    }

    /** The node of that name, if it is part of the fabric. */
    public Optional<FabricNode> node(MachineId id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    /**
     * The loopback address of a node.
     *
     * @throws IllegalArgumentException when it is not part of the fabric
     */
    public String loopback(MachineId id) {
        return node(id).orElseThrow(() -> new IllegalArgumentException(id + " is not in the fabric plan"))
                .loopback();
    }

    /** The service address of that name, if there is one. */
    public Optional<AnycastService> service(String name) {
        return services.stream().filter(service -> service.name().equals(name)).findFirst();
    }

    /** The nodes of one tier, in order. */
    public List<FabricNode> tier(FabricNode.Tier tier) {
        return nodes.stream().filter(node -> node.tier() == tier).toList();
    }
}
