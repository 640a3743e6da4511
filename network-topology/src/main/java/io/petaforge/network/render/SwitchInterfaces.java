package io.petaforge.network.render;

import static java.util.Objects.requireNonNull;

import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.LinkKind;
import io.petaforge.network.dc.Overlay;
import io.petaforge.network.dc.Port;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the interfaces of a switch with plain Linux are set to, whatever writes it: networkd or ifupdown.
 *
 * <p>Every segment has a bridge of its own: with the hosts' ports in it where the segment is untagged, with a VLAN of each of
 * them where it is tagged, and with the end of its tunnels where it spans racks. A bridge that knows VLANs would need a
 * kernel that has them even for one segment. The bridge has the gateway's address, so that the kernel routes from and to the
 * segment. The loopback is FRR's.
 *
 * @param routed ports that carry IP by themselves
 * @param access hosts' ports
 * @param bridges one for each segment
 * @param mtu bytes, of the routed ports
 * @param segmentMtu bytes, of bridges and all that is in them
 */
record SwitchInterfaces(
        List<HostInterfaces.Nic> routed, List<String> access, List<Bridge> bridges, int mtu, int segmentMtu) {
    /**
     * One segment.
     *
     * @param name of the bridge
     * @param gateway with prefix length
     * @param mac where it must be the same on several leaves
     * @param vlan the tag of hosts' frames, if they are tagged
     * @param tunnel if it spans racks
     */
    record Bridge(String name, String gateway, Optional<String> mac, Optional<Integer> vlan, Optional<Tunnel> tunnel) {
        Bridge {
            requireNonNull(name, "name");
            requireNonNull(gateway, "gateway");
            requireNonNull(mac, "mac");
            requireNonNull(vlan, "vlan");
            requireNonNull(tunnel, "tunnel");
        }

        /** What of a host's port is in it: the port, or its VLAN. */
        String member(String port) {
            return vlan.map(tag -> port + "." + tag).orElse(port);
        }
    }

    /** The end of a segment's tunnels: the VXLAN interface, its number and its own end. */
    record Tunnel(String name, int vni, String local) {
        Tunnel {
            requireNonNull(name, "name");
            requireNonNull(local, "local");
        }
    }

    SwitchInterfaces {
        routed = List.copyOf(routed);
        access = List.copyOf(access);
        bridges = List.copyOf(bridges);
    }

    static SwitchInterfaces of(DataCenterPlan plan, RackPlan rack, Device device) {
        boolean bridging = device.role() == Role.LEAF && !rack.subnets().isEmpty();
        List<HostInterfaces.Nic> routed = new ArrayList<>();
        List<String> access = new ArrayList<>();
        for (Port port : device.ports()) {
            if (bridging && port.kind() == LinkKind.HOST) {
                access.add(port.name());
            } else {
                routed.add(new HostInterfaces.Nic(port.name(), port.address()));
            }
        }
        List<Bridge> bridges = new ArrayList<>();
        for (Subnet subnet : bridging ? rack.subnets() : List.<Subnet>of()) {
            bridges.add(new Bridge(
                    "br" + subnet.vlan(),
                    subnet.gatewayAddress(),
                    subnet.overlay().map(Overlay::gatewayMac),
                    subnet.purpose().equals(Subnet.PUBLIC) ? Optional.empty() : Optional.of(subnet.vlan()),
                    subnet.overlay()
                            .map(overlay -> new Tunnel(
                                    "vx" + overlay.vni(),
                                    overlay.vni(),
                                    device.loopbacks().get(0)))));
        }
        return new SwitchInterfaces(
                routed, access, bridges, plan.request().mtu(), plan.request().hostMtu());
    }
}
