package io.petaforge.network.render;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes the interfaces of a switch with plain Linux for systemd-networkd. */
final class SwitchNetworkd {
    private SwitchNetworkd() {}

    static SortedMap<String, String> of(SwitchInterfaces device) {
        SortedMap<String, String> files = new TreeMap<>();
        files.put(Networkd.FOREIGN_FILE, Networkd.FOREIGN);
        for (HostInterfaces.Nic port : device.routed()) {
            List<String> lines = Networkd.network(port.name(), device.mtu());
            lines.add("LinkLocalAddressing=ipv6");
            lines.add("IPv6AcceptRA=no");
            port.address().ifPresent(address -> lines.add("Address=" + address));
            put(files, port.name() + ".network", lines);
        }
        for (String port : device.access()) {
            List<String> lines = Networkd.network(port, device.segmentMtu());
            for (SwitchInterfaces.Bridge bridge : device.bridges()) {
                lines.add(bridge.vlan().isPresent() ? "VLAN=" + bridge.member(port) : "Bridge=" + bridge.name());
            }
            lines.add("LinkLocalAddressing=no");
            put(files, port + ".network", lines);
        }
        device.bridges().forEach(bridge -> bridge(files, device, bridge));
        return files;
    }

    private static void bridge(
            SortedMap<String, String> files, SwitchInterfaces device, SwitchInterfaces.Bridge bridge) {
        List<String> netdev = Networkd.netdev(bridge.name(), "bridge");
        bridge.mac().ifPresent(mac -> netdev.add("MACAddress=" + mac));
        // One tree without loops needs no spanning tree, and without a querier snooping forgets who listens.
        netdev.addAll(List.of("", "[Bridge]", "STP=no", "MulticastSnooping=no"));
        put(files, bridge.name() + ".netdev", netdev);
        List<String> network = Networkd.network(bridge.name(), device.segmentMtu());
        network.addAll(List.of(
                // The gateway stands before the first host does.
                "ConfigureWithoutCarrier=yes",
                "LinkLocalAddressing=no",
                "IPv6AcceptRA=no",
                "Address=" + bridge.gateway()));
        put(files, bridge.name() + ".network", network);
        bridge.vlan().ifPresent(tag -> {
            for (String port : device.access()) {
                List<String> vlan = Networkd.netdev(bridge.member(port), "vlan");
                vlan.addAll(List.of("", "[VLAN]", "Id=" + tag));
                put(files, bridge.member(port) + ".netdev", vlan);
                List<String> lines = Networkd.network(bridge.member(port), device.segmentMtu());
                lines.addAll(List.of("Bridge=" + bridge.name(), "LinkLocalAddressing=no"));
                put(files, bridge.member(port) + ".network", lines);
            }
        });
        bridge.tunnel().ifPresent(tunnel -> tunnel(files, device, bridge, tunnel));
    }

    /** EVPN says who is where: nothing is learnt from what comes out of a tunnel. */
    private static void tunnel(
            SortedMap<String, String> files,
            SwitchInterfaces device,
            SwitchInterfaces.Bridge bridge,
            SwitchInterfaces.Tunnel tunnel) {
        List<String> netdev = Networkd.netdev(tunnel.name(), "vxlan");
        netdev.addAll(List.of(
                "",
                "[VXLAN]",
                "VNI=" + tunnel.vni(),
                "Local=" + tunnel.local(),
                "DestinationPort=4789",
                "MacLearning=no",
                "Independent=yes"));
        put(files, tunnel.name() + ".netdev", netdev);
        List<String> network = Networkd.network(tunnel.name(), device.segmentMtu());
        network.addAll(List.of(
                "Bridge=" + bridge.name(),
                "LinkLocalAddressing=no",
                "",
                "[Bridge]",
                "Learning=no",
                "NeighborSuppression=yes"));
        put(files, tunnel.name() + ".network", network);
    }

    private static void put(SortedMap<String, String> files, String name, List<String> lines) {
        files.put("60-" + name, Networkd.text(lines));
    }
}
