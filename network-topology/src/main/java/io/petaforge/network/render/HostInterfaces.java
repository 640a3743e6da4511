package io.petaforge.network.render;

import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Port;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a host's interfaces are set to, whatever writes it: netplan, networkd or ifupdown.
 *
 * <p>Where hosts route, every port stands for itself and FRR gives the loopback its addresses. Elsewhere all ports are one
 * bond with LACP (or one port alone), with the public network untagged and the cluster network in its VLAN.
 *
 * @param ports the data ports
 * @param bonded whether they are one bond, {@code bond0}
 * @param segments addresses in shared segments, the public one first
 * @param mtu bytes
 * @param bgp whether FRR runs on it, and has routes of its own
 */
record HostInterfaces(List<Nic> ports, boolean bonded, List<Segment> segments, int mtu, boolean bgp) {
    /** A port and, on a numbered link, its address with prefix length. */
    record Nic(String name, Optional<String> address) {}

    /**
     * An address in a shared segment.
     *
     * @param device the interface that carries it
     * @param vlan the tag; none for the public network
     * @param routes what is reached over its gateway: {@code default}, a prefix, or nothing
     */
    record Segment(String device, OptionalInt vlan, String address, String gateway, Optional<String> routes) {}

    static final String DEFAULT = "default";

    static final String BOND = "bond0";

    HostInterfaces {
        ports = List.copyOf(ports);
        segments = List.copyOf(segments);
    }

    static HostInterfaces of(DataCenterPlan plan, RackPlan rack, Device host) {
        boolean routes = plan.request().design().hostsRoute();
        List<Nic> ports = host.ports().stream()
                .map((Port port) -> new Nic(port.name(), port.address()))
                .toList();
        boolean bonded = !routes && ports.size() > 1;
        String base = bonded ? BOND : ports.get(0).name();
        List<Segment> segments = new ArrayList<>();
        for (Subnet subnet : rack.subnets()) {
            String address = host.segments().get(subnet.purpose());
            if (address != null && subnet.purpose().equals(Subnet.PUBLIC)) {
                segments.add(new Segment(base, OptionalInt.empty(), address, subnet.gateway(), Optional.of(DEFAULT)));
            } else if (address != null) {
                segments.add(new Segment(
                        base + "." + subnet.vlan(),
                        OptionalInt.of(subnet.vlan()),
                        address,
                        subnet.gateway(),
                        // A segment of all racks has every address of the range in it.
                        subnet.overlay().isPresent()
                                ? Optional.empty()
                                : plan.request().ranges().cluster().map(range -> range.toString())));
            }
        }
        return new HostInterfaces(
                ports, bonded, segments, plan.request().hostMtu(), host.asn().isPresent());
    }

    /** The interface under all VLANs. */
    String base() {
        return bonded ? BOND : ports.get(0).name();
    }

    Optional<Segment> untagged() {
        return segments.stream().filter(segment -> segment.vlan().isEmpty()).findFirst();
    }

    List<Segment> tagged() {
        return segments.stream().filter(segment -> segment.vlan().isPresent()).toList();
    }

    /** Whether each port carries IP by itself. */
    boolean routed() {
        return segments.isEmpty();
    }
}
