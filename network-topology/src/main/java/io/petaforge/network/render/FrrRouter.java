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
import io.petaforge.network.dc.Subnet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What FRR on one router has to know.
 *
 * @param loopbacks prefixes that FRR gives the loopback; empty where the operating system does (SONiC)
 * @param networks prefixes that it announces while they are on it
 * @param listen whose sessions it waits for, of hosts that announce services in a segment
 * @param evpn what it says of segments that span racks; empty where no segment does
 */
public record FrrRouter(
        String hostname,
        Asn asn,
        String routerId,
        List<String> loopbacks,
        List<String> networks,
        List<Neighbor> neighbors,
        Optional<Listen> listen,
        Optional<Evpn> evpn) {
    /** Neighbours that are treated alike. */
    public enum Group {
        /** Switch to switch. BFD finds a silent death in a second. */
        FABRIC,
        /** Switch to host: no BFD, since a host under load would lose its sessions by it. */
        HOST,
        /** Host to leaf. */
        LEAF,
        /** Leaf to a host that announces services from a segment: whoever calls, known by its address and AS number. */
        SERVICE,
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

    /**
     * Sessions that hosts open to their gateway.
     *
     * @param range where they call from
     * @param asn theirs
     * @param accepted all that they may announce
     */
    public record Listen(String range, Asn asn, List<String> accepted) {
        public Listen {
            requireNonNull(range, "range");
            requireNonNull(asn, "asn");
            accepted = List.copyOf(accepted);
        }
    }

    /**
     * The EVPN address family on all sessions between switches.
     *
     * @param segments those whose tunnels end here; none on spines, which pass on what leaves say
     */
    public record Evpn(List<Vni> segments) {
        public Evpn {
            segments = List.copyOf(segments);
        }
    }

    /** One segment that spans racks: its number, route distinguisher and route target. */
    public record Vni(int number, String distinguisher, String target) {
        public Vni {
            requireNonNull(distinguisher, "distinguisher");
            requireNonNull(target, "target");
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
        requireNonNull(listen, "listen");
        requireNonNull(evpn, "evpn");
    }

    /** Every router of a plan as plain Linux runs it, by device; hosts that do not route are left out. */
    public static Map<MachineId, FrrRouter> all(DataCenterPlan plan) {
        Map<String, RackPlan> racks = new HashMap<>();
        plan.racks().forEach(rack -> racks.put(rack.name(), rack));
        Map<String, String> addresses = addresses(plan);
        Map<MachineId, FrrRouter> routers = new TreeMap<>();
        for (Device device : plan.devices()) {
            RackPlan rack = Optional.ofNullable(racks.get(device.rack())).orElseGet(() -> OutOfBand.noRack(device));
            of(plan, device, rack, true, addresses).ifPresent(router -> routers.put(device.id(), router));
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
    static Optional<FrrRouter> of(
            DataCenterPlan plan, Device device, RackPlan rack, boolean setsLoopback, Map<String, String> addresses) {
        return device.role() == Role.HOST && !rack.subnets().isEmpty()
                ? announcer(plan, device, rack)
                : router(plan, device, rack, setsLoopback, addresses);
    }

    /** A host in a segment that announces services: one session to its gateway, over which it learns nothing. */
    private static Optional<FrrRouter> announcer(DataCenterPlan plan, Device host, RackPlan rack) {
        Subnet segment = rack.subnet(Subnet.PUBLIC).orElseThrow();
        return host.asn()
                .map(asn -> new FrrRouter(
                        host.id().value(),
                        asn,
                        host.address(),
                        List.of(),
                        host.anycast().stream().map(FrrRouter::prefix).toList(),
                        List.of(new Neighbor(
                                HostInterfaces.of(plan, rack, host).base(),
                                "the gateway of " + segment.range(),
                                Group.LEAF,
                                Optional.of(segment.gateway()))),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static Optional<FrrRouter> router(
            DataCenterPlan plan, Device device, RackPlan rack, boolean setsLoopback, Map<String, String> addresses) {
        List<String> own = device.loopbacks().stream().map(FrrRouter::prefix).toList();
        List<String> networks = new ArrayList<>(own);
        device.anycast().forEach(address -> networks.add(prefix(address)));
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
                        RouterId.of(device.loopbacks().get(0)),
                        setsLoopback ? own : List.of(),
                        networks,
                        neighbors,
                        device.role() == Role.LEAF ? listen(plan, rack) : Optional.empty(),
                        evpn(plan, device, rack)));
    }

    private static Optional<Listen> listen(DataCenterPlan plan, RackPlan rack) {
        return plan.services().isEmpty()
                ? Optional.empty()
                : rack.subnet(Subnet.PUBLIC)
                        .map(segment -> new Listen(
                                segment.range().toString(),
                                plan.request().asns().last(),
                                plan.services().stream()
                                        .map(service -> prefix(service.address()))
                                        .toList()));
    }

    private static Optional<Evpn> evpn(DataCenterPlan plan, Device device, RackPlan rack) {
        if (!plan.request().design().spansRacks()) {
            return Optional.empty();
        }
        List<Vni> segments = new ArrayList<>();
        if (device.role() == Role.LEAF) {
            rack.subnets().forEach(subnet -> subnet.overlay()
                    .ifPresent(overlay -> segments.add(new Vni(
                            overlay.vni(), device.loopbacks().get(0) + ":" + overlay.vni(), overlay.routeTarget()))));
        }
        return Optional.of(new Evpn(segments));
    }

    private static Group group(boolean host, boolean peerIsHost) {
        return host ? Group.LEAF : peerIsHost ? Group.HOST : Group.FABRIC;
    }

    private static String prefix(String address) {
        return address + (address.indexOf(':') >= 0 ? "/128" : "/32");
    }
}
