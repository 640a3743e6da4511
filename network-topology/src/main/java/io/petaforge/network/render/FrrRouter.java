package io.petaforge.network.render;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Asn;
import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.LinkKind;
import io.petaforge.network.dc.Port;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What FRR on one router has to know, whichever planner it comes from.
 *
 * @param loopbacks prefixes that FRR gives the loopback; empty where the operating system does (SONiC)
 * @param networks prefixes that it announces while they are on it
 */
public record FrrRouter(
        String hostname,
        Asn asn,
        String routerId,
        List<String> loopbacks,
        List<String> networks,
        List<Neighbor> neighbors) {
    /** Neighbours that are treated alike. */
    public enum Group {
        /** Switch to switch. BFD finds a silent death in a second. */
        FABRIC,
        /** Switch to host: no BFD, since a host under load would lose its sessions by it. */
        HOST,
        /** Host to leaf. */
        LEAF,
        /** The other leaf of the rack, of the same AS number: the way out when all uplinks are gone. */
        PEER
    }

    /**
     * One BGP session.
     *
     * @param port over which it runs
     * @param peer the other end, for people: device and port
     * @param address of the other end; without it the session is unnumbered
     */
    public record Neighbor(String port, String peer, Group group, Optional<String> address) {
        public Neighbor {
            requireNonNull(port, "port");
            requireNonNull(peer, "peer");
            requireNonNull(group, "group");
            requireNonNull(address, "address");
        }
    }

    /** The link between the leaves of a rack, for their session and MC-LAG: link-local addresses (RFC 3927). */
    static final String PEER_ADDRESS = "169.254.255.";

    public FrrRouter {
        requireNonNull(hostname, "hostname");
        requireNonNull(asn, "asn");
        requireNonNull(routerId, "routerId");
        loopbacks = List.copyOf(loopbacks);
        networks = List.copyOf(networks);
        neighbors = List.copyOf(neighbors);
    }

    /** Every router of a plan as plain Linux runs it, by device; hosts that do not route are left out. */
    public static Map<MachineId, FrrRouter> all(DataCenterPlan plan) {
        Map<String, RackPlan> racks = new HashMap<>();
        plan.racks().forEach(rack -> racks.put(rack.name(), rack));
        Map<String, String> addresses = addresses(plan);
        Map<MachineId, FrrRouter> routers = new TreeMap<>();
        for (Device device : plan.devices()) {
            RackPlan rack = Optional.ofNullable(racks.get(device.rack())).orElseGet(() -> OutOfBand.noRack(device));
            of(device, rack, true, addresses).ifPresent(router -> routers.put(device.id(), router));
        }
        return Collections.unmodifiableMap(routers);
    }

    /** The addresses of numbered ports, by {@code device:port}. */
    static Map<String, String> addresses(DataCenterPlan plan) {
        Map<String, String> addresses = new HashMap<>();
        for (Device device : plan.devices()) {
            device.ports().forEach(port -> port.address()
                    .ifPresent(address -> addresses.put(device.id() + ":" + port.name(), address)));
        }
        return addresses;
    }

    /**
     * A router of a data centre; empty for a device that runs no BGP.
     *
     * @param addresses of numbered ports, by {@code device:port}
     */
    static Optional<FrrRouter> of(Device device, RackPlan rack, boolean setsLoopback, Map<String, String> addresses) {
        List<String> own = device.loopbacks().stream().map(FrrRouter::prefix).toList();
        List<String> networks = new ArrayList<>(own);
        device.anycast().forEach(address -> networks.add(address + "/32"));
        if (device.role() == Role.LEAF) {
            rack.subnets().forEach(subnet -> networks.add(subnet.range().toString()));
        }
        List<Neighbor> neighbors = new ArrayList<>();
        boolean peered = false;
        for (Port port : device.ports()) {
            boolean routed = port.kind() != LinkKind.HOST || rack.subnets().isEmpty();
            if (port.kind() == LinkKind.PEER) {
                peered = true;
            } else if (routed) {
                neighbors.add(new Neighbor(
                        port.name(),
                        port.peer().machine() + " " + port.peer().port(),
                        group(device.role() == Role.HOST, port.kind() == LinkKind.HOST),
                        Optional.ofNullable(addresses.get(port.peer().toString()))
                                .map(address -> address.substring(0, address.indexOf('/')))));
            }
        }
        if (peered) {
            neighbors.add(new Neighbor(
                    "Vlan" + SonicConfig.PEER_VLAN,
                    "the other leaf of the rack",
                    Group.PEER,
                    Optional.of(PEER_ADDRESS + (1 - device.number()))));
        }
        return device.asn()
                .map(asn -> new FrrRouter(
                        device.id().value(),
                        asn,
                        device.loopbacks().get(0),
                        setsLoopback ? own : List.of(),
                        networks,
                        neighbors));
    }

    private static Group group(boolean host, boolean peerIsHost) {
        return host ? Group.LEAF : peerIsHost ? Group.HOST : Group.FABRIC;
    }

    private static String prefix(String address) {
        return address + (address.indexOf(':') >= 0 ? "/128" : "/32");
    }
}
