package io.petaforge.network.render;

import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Port;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the interfaces of a host, or of a switch with plain Linux, for systemd-networkd: file names below
 * /etc/systemd/network with their text ({@code networkd.conf.d/...} belongs into /etc/systemd).
 */
public final class Networkd {
    /** What an interface has without being told. */
    private static final int USUAL_MTU = 1500;

    private static final String HEAD = "# Written by petaforge from its plan; changes are undone.";

    /** Without it networkd, and netplan with it, takes away the routes that BGP put there, whenever it starts anew. */
    static final String FOREIGN =
            text(List.of(HEAD, "[Network]", "ManageForeignRoutes=no", "ManageForeignRoutingPolicyRules=no"));

    static final String FOREIGN_FILE = "networkd.conf.d/60-petaforge.conf";

    private Networkd() {}

    /**
     * The files of a device as it runs in a fabric of plain Linux; none for one whose ports need no more than to be up: they
     * route, are unnumbered and keep the usual MTU of 1500.
     *
     * @param rack the device's; of no account for spines and super-spines
     */
    public static SortedMap<String, String> of(DataCenterPlan plan, RackPlan rack, Device device) {
        boolean bridged = !rack.subnets().isEmpty() && (device.role() == Role.HOST || device.role() == Role.LEAF);
        boolean numbered = device.ports().stream().map(Port::address).anyMatch(address -> address.isPresent());
        return bridged || numbered || plan.request().mtu() != USUAL_MTU
                ? Collections.unmodifiableSortedMap(files(plan, rack, device))
                : Collections.emptySortedMap();
    }

    /** The files of a device that finds its rack by itself: a search through all. */
    public static SortedMap<String, String> of(DataCenterPlan plan, Device device) {
        RackPlan rack = plan.racks().stream()
                .filter(candidate -> candidate.name().equals(device.rack()))
                .findFirst()
                .orElseGet(() -> OutOfBand.noRack(device));
        return of(plan, rack, device);
    }

    /** The files of a device of which nothing is known. */
    static SortedMap<String, String> files(DataCenterPlan plan, RackPlan rack, Device device) {
        return device.role() == Role.HOST
                ? host(HostInterfaces.of(plan, rack, device))
                : SwitchNetworkd.of(SwitchInterfaces.of(plan, rack, device));
    }

    private static SortedMap<String, String> host(HostInterfaces host) {
        SortedMap<String, String> files = new TreeMap<>();
        if (host.bgp()) {
            files.put(FOREIGN_FILE, FOREIGN);
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
            List<String> bond = netdev(HostInterfaces.BOND, "bond");
            bond.addAll(List.of(
                    "",
                    "[Bond]",
                    "Mode=802.3ad",
                    "LACPTransmitRate=fast",
                    "MIIMonitorSec=100ms",
                    "TransmitHashPolicy=layer3+4"));
            files.put("60-" + HostInterfaces.BOND + ".netdev", text(bond));
            List<String> lines = network(HostInterfaces.BOND, host.mtu());
            lines.addAll(base(host));
            files.put("60-" + HostInterfaces.BOND + ".network", text(lines));
        }
        for (HostInterfaces.Segment segment : host.tagged()) {
            List<String> vlan = netdev(segment.device(), "vlan");
            vlan.addAll(List.of("", "[VLAN]", "Id=" + segment.vlan().getAsInt()));
            files.put("60-" + segment.device() + ".netdev", text(vlan));
            List<String> lines = network(segment.device(), host.mtu());
            lines.addAll(ip(segment));
            files.put("60-" + segment.device() + ".network", text(lines));
        }
        return files;
    }

    static List<String> netdev(String name, String kind) {
        return new ArrayList<>(List.of(HEAD, "[NetDev]", "Name=" + name, "Kind=" + kind));
    }

    static List<String> network(String name, int mtu) {
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
        List<String> lines = new ArrayList<>(List.of("Address=" + segment.address()));
        segment.routes().ifPresent(destination -> {
            lines.addAll(List.of("", "[Route]", "Gateway=" + segment.gateway()));
            if (!destination.equals(HostInterfaces.DEFAULT)) {
                lines.add("Destination=" + destination);
            }
        });
        return lines;
    }

    static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
