package io.petaforge.network.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a host's interfaces for systemd-networkd: file names below /etc/systemd/network with their text
 * ({@code networkd.conf.d} belongs into /etc/systemd). */
final class Networkd {
    private static final String HEAD = "# Written by petaforge from its plan; changes are undone.";

    /** Without it networkd, and netplan with it, takes away the routes that BGP put there, whenever it starts anew. */
    private static final List<String> FOREIGN =
            List.of(HEAD, "[Network]", "ManageForeignRoutes=no", "ManageForeignRoutingPolicyRules=no");

    private Networkd() {}

    static Map<String, String> of(HostInterfaces host) {
        Map<String, String> files = new TreeMap<>();
        if (host.routed()) {
            files.put("networkd.conf.d/60-petaforge.conf", text(FOREIGN));
        }
        for (HostInterfaces.Nic port : host.ports()) {
            List<String> lines = network(port.name(), host.mtu());
            if (host.bonded()) {
                lines.add("Bond=" + HostInterfaces.BOND);
            } else if (host.routed()) {
                lines.add("LinkLocalAddressing=ipv6");
                lines.add("IPv6AcceptRA=no");
                port.address().ifPresent(address -> lines.add("Address=" + address));
            } else {
                lines.addAll(base(host));
            }
            files.put("60-" + port.name() + ".network", text(lines));
        }
        if (host.bonded()) {
            files.put(
                    "60-" + HostInterfaces.BOND + ".netdev",
                    text(List.of(
                            HEAD,
                            "[NetDev]",
                            "Name=" + HostInterfaces.BOND,
                            "Kind=bond",
                            "",
                            "[Bond]",
                            "Mode=802.3ad",
                            "LACPTransmitRate=fast",
                            "MIIMonitorSec=100ms",
                            "TransmitHashPolicy=layer3+4")));
            List<String> lines = network(HostInterfaces.BOND, host.mtu());
            lines.addAll(base(host));
            files.put("60-" + HostInterfaces.BOND + ".network", text(lines));
        }
        for (HostInterfaces.Segment segment : host.tagged()) {
            files.put(
                    "60-" + segment.device() + ".netdev",
                    text(List.of(
                            HEAD,
                            "[NetDev]",
                            "Name=" + segment.device(),
                            "Kind=vlan",
                            "",
                            "[VLAN]",
                            "Id=" + segment.vlan().getAsInt())));
            List<String> lines = network(segment.device(), host.mtu());
            lines.addAll(ip(segment));
            files.put("60-" + segment.device() + ".network", text(lines));
        }
        return files;
    }

    private static List<String> network(String name, int mtu) {
        return new ArrayList<>(List.of(
                HEAD,
                "[Match]",
                "Name=" + name,
                "",
                "[Link]",
                "MTUBytes=" + mtu,
                // A host with one dead uplink must still count as online.
                "RequiredForOnline=no",
                "",
                "[Network]"));
    }

    private static List<String> base(HostInterfaces host) {
        List<String> lines = new ArrayList<>(List.of("IPv6AcceptRA=no"));
        host.tagged().forEach(segment -> lines.add("VLAN=" + segment.device()));
        host.untagged().ifPresent(segment -> lines.addAll(ip(segment)));
        return lines;
    }

    private static List<String> ip(HostInterfaces.Segment segment) {
        List<String> lines = new ArrayList<>(List.of("Address=" + segment.address(), "", "[Route]"));
        lines.add("Gateway=" + segment.gateway());
        if (!segment.routes().equals("default")) {
            lines.add("Destination=" + segment.routes());
        }
        return lines;
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
