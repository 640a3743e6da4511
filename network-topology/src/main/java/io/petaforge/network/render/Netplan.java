package io.petaforge.network.render;

import java.util.ArrayList;
import java.util.List;

/** Writes a host's interfaces for netplan, as /etc/netplan/60-petaforge.yaml. */
final class Netplan {
    private Netplan() {}

    static String of(HostInterfaces host) {
        List<String> lines = new ArrayList<>();
        lines.add("# Written by petaforge from its plan; changes are undone.");
        lines.add("network:");
        lines.add("  version: 2");
        lines.add("  renderer: networkd");
        lines.add("  ethernets:");
        for (HostInterfaces.Nic port : host.ports()) {
            lines.add("    " + port.name() + ":");
            lines.add("      mtu: " + host.mtu());
            lines.add("      dhcp4: false");
            lines.add("      dhcp6: false");
            lines.add("      accept-ra: false");
            // A host with one dead uplink must still count as online.
            lines.add("      optional: true");
            if (host.routed()) {
                lines.add("      link-local: [ipv6]");
                port.address().ifPresent(address -> lines.add("      addresses: [" + address + "]"));
            } else if (!host.bonded()) {
                host.untagged().ifPresent(segment -> lines.addAll(ip(segment)));
            }
        }
        if (host.bonded()) {
            lines.add("  bonds:");
            lines.add("    " + HostInterfaces.BOND + ":");
            lines.add("      interfaces: ["
                    + String.join(
                            ", ",
                            host.ports().stream().map(HostInterfaces.Nic::name).toList()) + "]");
            lines.add("      mtu: " + host.mtu());
            lines.add("      dhcp4: false");
            lines.add("      dhcp6: false");
            lines.add("      accept-ra: false");
            lines.add("      parameters:");
            lines.add("        mode: 802.3ad");
            lines.add("        lacp-rate: fast");
            lines.add("        mii-monitor-interval: 100");
            lines.add("        transmit-hash-policy: layer3+4");
            host.untagged().ifPresent(segment -> lines.addAll(ip(segment)));
        }
        if (!host.tagged().isEmpty()) {
            lines.add("  vlans:");
        }
        for (HostInterfaces.Segment segment : host.tagged()) {
            lines.add("    " + segment.device() + ":");
            lines.add("      id: " + segment.vlan().getAsInt());
            lines.add("      link: " + host.base());
            lines.add("      mtu: " + host.mtu());
            lines.addAll(ip(segment));
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> ip(HostInterfaces.Segment segment) {
        List<String> lines = new ArrayList<>(List.of("      addresses: [" + segment.address() + "]"));
        segment.routes()
                .ifPresent(destination -> lines.addAll(List.of(
                        "      routes:", "        - to: " + destination, "          via: " + segment.gateway())));
        return lines;
    }
}
