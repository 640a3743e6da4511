package io.petaforge.fabric;

import io.petaforge.network.FabricNode;
import io.petaforge.network.FabricNode.Tier;
import io.petaforge.network.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes the configuration of one router for FRR 8.4.
 *
 * <p>There is no route-map and no prefix list in it, on purpose: with any route-map FRR holds its peers until a 5 s delay
 * timer has run (measured: converged 3 s later). Instead every address that may be announced has a {@code network}
 * statement, which takes effect only while the address is on the node; what hosts with two uplinks must not pass on, the
 * AS numbers keep back (see {@link io.petaforge.network.FabricPlanner}).
 */
final class FrrConfig {
    private FrrConfig() {}

    /** The text of /etc/frr/frr.conf. */
    static String render(FabricNode node, Topology topology) {
        List<String> lines = new ArrayList<>();
        lines.add("! Written by petaforge from its plan; changes are undone.");
        lines.add("frr defaults datacenter");
        lines.add("hostname " + node.id());
        lines.add("log syslog informational");
        lines.add("service integrated-vtysh-config");
        // With kernel next-hop objects a flapped link comes back in zebra but not in the kernel's multipath route.
        lines.add("no zebra nexthop kernel enable");
        lines.add("!");
        // 3 x 300 ms: at 100 ms sessions flapped on a busy machine; a silent death is noticed within 1.6 s.
        lines.add("bfd");
        lines.add(" profile fabric");
        lines.add("  transmit-interval 300");
        lines.add("  receive-interval 300");
        lines.add("  detect-multiplier 3");
        lines.add(" exit");
        lines.add("exit");
        lines.add("!");
        lines.add("interface lo");
        lines.add(" ip address " + node.loopback() + "/32");
        lines.add("exit");
        for (Topology.Link link : topology.links(node.id())) {
            lines.add("!");
            lines.add("interface " + link.port());
            lines.add(" description " + link.peer().id() + " " + link.peerPort());
            lines.add("exit");
        }
        lines.add("!");
        lines.addAll(bgp(node, topology));
        lines.add("!");
        return String.join("\n", lines) + "\n";
    }

    private static List<String> bgp(FabricNode node, Topology topology) {
        List<Topology.Link> links = topology.links(node.id());
        List<String> lines = new ArrayList<>();
        lines.add("router bgp " + node.asn());
        lines.add(" bgp router-id " + node.loopback());
        // By default the first routes wait a second at every hop for more to come: 1.1 s of 3.1 s in the lab.
        lines.add(" coalesce-time 20");
        lines.add(" bgp bestpath as-path multipath-relax");
        lines.add(" timers bgp 3 9");
        for (String group : groups(node, links)) {
            lines.add(" neighbor " + group + " peer-group");
            lines.add(" neighbor " + group + " remote-as external");
            // Without it a peer that was not up yet is tried again only after two minutes.
            lines.add(" neighbor " + group + " timers connect 1");
            if (group.equals("FABRIC")) {
                lines.add(" neighbor FABRIC bfd profile fabric");
            }
        }
        for (Topology.Link link : links) {
            lines.add(" neighbor " + link.port() + " interface peer-group " + group(node, link));
        }
        lines.add(" !");
        lines.add(" address-family ipv4 unicast");
        lines.add("  network " + node.loopback() + "/32");
        for (String address : node.anycast()) {
            lines.add("  network " + address + "/32");
        }
        lines.add("  maximum-paths 64");
        lines.add(" exit-address-family");
        lines.add("exit");
        return lines;
    }

    /** Between switches BFD; to hosts none, since a host under load would lose its sessions by it. */
    private static String group(FabricNode node, Topology.Link link) {
        if (node.tier() == Tier.HOST) {
            return "LEAF";
        }
        return link.peer().tier() == Tier.HOST ? "HOST" : "FABRIC";
    }

    private static TreeSet<String> groups(FabricNode node, List<Topology.Link> links) {
        TreeSet<String> groups = new TreeSet<>();
        links.forEach(link -> groups.add(group(node, link)));
        return groups;
    }
}
