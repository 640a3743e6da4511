package io.petaforge.network.render;

import java.util.ArrayList;
import java.util.List;

/** Writes a host's interfaces in the form of /etc/network/interfaces (ifupdown with ifenslave and vlan, ifupdown2). */
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

    private static List<String> ip(HostInterfaces.Segment segment, int mtu) {
        List<String> lines = new ArrayList<>(List.of(
                "iface " + segment.device() + " inet static", "    address " + segment.address(), "    mtu " + mtu));
        lines.add(
                segment.routes().equals("default")
                        ? "    gateway " + segment.gateway()
                        : "    up ip route replace " + segment.routes() + " via " + segment.gateway());
        return lines;
    }
}
