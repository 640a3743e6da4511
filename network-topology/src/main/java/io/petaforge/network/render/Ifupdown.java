package io.petaforge.network.render;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes interfaces in the form of /etc/network/interfaces: of a host for ifupdown (with ifenslave and vlan) and ifupdown2, of
 * a switch for ifupdown2.
 */
final class Ifupdown {
    private Ifupdown() {}

    static String of(HostInterfaces host) {
        List<String> lines = new ArrayList<>();
        lines.add("# Written by petaforge from its plan; changes are undone.");
        for (HostInterfaces.Nic port : host.ports()) {
            lines.add("");
            lines.add("auto " + port.name());
            if (host.bonded()) {
                lines.add("iface " + port.name() + " inet manual");
                lines.add("    bond-master " + HostInterfaces.BOND);
                lines.add("    mtu " + host.mtu());
            } else if (host.routed()) {
                lines.add("iface " + port.name() + " inet " + (port.address().isPresent() ? "static" : "manual"));
                port.address().ifPresent(address -> lines.add("    address " + address));
                lines.add("    mtu " + host.mtu());
            } else {
                host.untagged().ifPresent(segment -> lines.addAll(ip(segment, host.mtu())));
            }
        }
        if (host.bonded()) {
            lines.add("");
            lines.add("auto " + HostInterfaces.BOND);
            host.untagged().ifPresent(segment -> lines.addAll(ip(segment, host.mtu())));
            lines.add("    bond-slaves "
                    + String.join(
                            " ",
                            host.ports().stream().map(HostInterfaces.Nic::name).toList()));
            lines.add("    bond-mode 802.3ad");
            lines.add("    bond-lacp-rate fast");
            lines.add("    bond-miimon 100");
            lines.add("    bond-xmit-hash-policy layer3+4");
        }
        for (HostInterfaces.Segment segment : host.tagged()) {
            lines.add("");
            lines.add("auto " + segment.device());
            lines.addAll(ip(segment, host.mtu()));
            lines.add("    vlan-raw-device " + host.base());
        }
        return String.join("\n", lines) + "\n";
    }

    static String of(SwitchInterfaces device) {
        List<String> lines = new ArrayList<>();
        lines.add("# Written by petaforge from its plan; changes are undone.");
        for (HostInterfaces.Nic port : device.routed()) {
            lines.addAll(List.of(
                    "",
                    "auto " + port.name(),
                    "iface " + port.name() + " inet " + (port.address().isPresent() ? "static" : "manual")));
            port.address().ifPresent(address -> lines.add("    address " + address));
            lines.add("    mtu " + device.mtu());
        }
        for (String port : device.access()) {
            lines.addAll(
                    List.of("", "auto " + port, "iface " + port + " inet manual", "    mtu " + device.segmentMtu()));
        }
        for (SwitchInterfaces.Bridge bridge : device.bridges()) {
            List<String> members = new ArrayList<>();
            for (String port : device.access()) {
                members.add(bridge.member(port));
                bridge.vlan()
                        .ifPresent(tag -> lines.addAll(List.of(
                                "",
                                "auto " + bridge.member(port),
                                "iface " + bridge.member(port) + " inet manual",
                                "    vlan-raw-device " + port,
                                "    mtu " + device.segmentMtu())));
            }
            bridge.tunnel().ifPresent(tunnel -> {
                members.add(tunnel.name());
                lines.addAll(List.of(
                        "",
                        "auto " + tunnel.name(),
                        "iface " + tunnel.name(),
                        "    vxlan-id " + tunnel.vni(),
                        "    vxlan-local-tunnelip " + tunnel.local(),
                        "    vxlan-learning no",
                        "    bridge-learning off",
                        "    bridge-arp-nd-suppress on",
                        "    mtu " + device.segmentMtu()));
            });
            lines.addAll(List.of("", "auto " + bridge.name(), "iface " + bridge.name() + " inet static"));
            bridge.mac().ifPresent(mac -> lines.add("    hwaddress " + mac));
            lines.addAll(List.of(
                    "    address " + bridge.gateway(),
                    "    bridge-ports " + String.join(" ", members),
                    "    bridge-stp off",
                    "    bridge-mcsnoop no",
                    "    mtu " + device.segmentMtu()));
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> ip(HostInterfaces.Segment segment, int mtu) {
        List<String> lines = new ArrayList<>(List.of(
                "iface " + segment.device() + " inet static", "    address " + segment.address(), "    mtu " + mtu));
        segment.routes()
                .ifPresent(destination -> lines.add(
                        destination.equals(HostInterfaces.DEFAULT)
                                ? "    gateway " + segment.gateway()
                                : "    up ip route replace " + destination + " via " + segment.gateway()));
        return lines;
    }
}
