package io.petaforge.network.render;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes the configuration of one router for FRR 8.4.
 *
 * <p>There is no route-map in it, on purpose: with any route-map FRR holds its peers until a 5 s delay timer has run
 * (measured: converged 3 s later); a prefix list does not (only hosts that call by themselves are held to one). Every address that may be announced has a {@code network}
 * statement, which takes effect only while the address is on the node; what hosts with two uplinks must not pass on, the
 * AS numbers keep back (see {@link io.petaforge.network.dc.DataCenterPlanner}).
 */
public final class FrrText {
    private FrrText() {}

    /** The text of /etc/frr/frr.conf. */
    public static String of(FrrRouter router) {
        List<String> lines = new ArrayList<>();
        lines.add("! Written by petaforge from its plan; changes are undone.");
        lines.add("frr defaults datacenter");
        lines.add("hostname " + router.hostname());
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
        if (!router.loopbacks().isEmpty()) {
            lines.add("!");
            lines.add("interface lo");
            for (String prefix : router.loopbacks()) {
                lines.add((isIpv6(prefix) ? " ipv6 address " : " ip address ") + prefix);
            }
            lines.add("exit");
        }
        for (FrrRouter.Neighbor neighbor : router.neighbors()) {
            lines.add("!");
            lines.add("interface " + neighbor.port());
            lines.add(" description " + neighbor.peer());
            lines.add("exit");
        }
        lines.add("!");
        lines.addAll(bgp(router));
        lines.add("!");
        router.listen().ifPresent(listen -> {
            lines.add("ip prefix-list NOTHING seq 5 deny any");
            for (int i = 0; i < listen.accepted().size(); i++) {
                lines.add("ip prefix-list SERVICES seq " + 5 * (i + 1) + " permit "
                        + listen.accepted().get(i));
            }
            lines.add("!");
        });
        return String.join("\n", lines) + "\n";
    }

    private static List<String> bgp(FrrRouter router) {
        List<String> lines = new ArrayList<>();
        lines.add("router bgp " + router.asn());
        lines.add(" bgp router-id " + router.routerId());
        boolean ipv4 = router.networks().stream().anyMatch(prefix -> !isIpv6(prefix));
        if (!ipv4) {
            lines.add(" no bgp default ipv4-unicast");
        }
        // By default the first routes wait a second at every hop for more to come: 1.1 s of 3.1 s in the lab.
        lines.add(" coalesce-time 20");
        lines.add(" bgp bestpath as-path multipath-relax");
        lines.add(" timers bgp 3 9");
        TreeSet<FrrRouter.Group> groups = new TreeSet<>();
        router.neighbors().forEach(neighbor -> groups.add(neighbor.group()));
        for (FrrRouter.Group group : groups) {
            lines.add(" neighbor " + group + " peer-group");
            lines.add(" neighbor " + group + " remote-as " + (group == FrrRouter.Group.PEER ? "internal" : "external"));
            // Without it a peer that was not up yet is tried again only after two minutes.
            lines.add(" neighbor " + group + " timers connect 1");
            if (group == FrrRouter.Group.FABRIC) {
                lines.add(" neighbor FABRIC bfd profile fabric");
            }
        }
        for (FrrRouter.Neighbor neighbor : router.neighbors()) {
            lines.add(" neighbor " + neighbor.address().orElse(neighbor.port() + " interface") + " peer-group "
                    + neighbor.group());
        }
        router.listen().ifPresent(listen -> {
            lines.add(" neighbor SERVICE peer-group");
            lines.add(" neighbor SERVICE remote-as " + listen.asn());
            lines.add(" bgp listen range " + listen.range() + " peer-group SERVICE");
        });
        boolean dual = router.networks().stream().anyMatch(FrrText::isIpv6);
        if (ipv4) {
            lines.addAll(family(router, groups, false));
        }
        if (dual) {
            lines.addAll(family(router, groups, true));
        }
        router.evpn().ifPresent(evpn -> lines.addAll(evpn(evpn)));
        lines.add("exit");
        return lines;
    }

    private static List<String> family(FrrRouter router, TreeSet<FrrRouter.Group> groups, boolean ipv6) {
        List<String> lines = new ArrayList<>();
        lines.add(" !");
        lines.add(" address-family " + (ipv6 ? "ipv6" : "ipv4") + " unicast");
        router.networks().stream()
                .filter(prefix -> isIpv6(prefix) == ipv6)
                .forEach(prefix -> lines.add("  network " + prefix));
        if (ipv6) {
            groups.forEach(group -> lines.add("  neighbor " + group + " activate"));
        }
        if (groups.contains(FrrRouter.Group.PEER)) {
            lines.add("  neighbor PEER next-hop-self");
        }
        if (router.listen().isPresent() && !ipv6) {
            // A host in the segment has its default route: it is told nothing, and believed for services only.
            lines.add("  neighbor SERVICE prefix-list SERVICES in");
            lines.add("  neighbor SERVICE prefix-list NOTHING out");
        }
        // As many next hops as a fabric may have spines.
        lines.add("  maximum-paths 64");
        lines.add(" exit-address-family");
        return lines;
    }

    private static List<String> evpn(FrrRouter.Evpn evpn) {
        List<String> lines = new ArrayList<>();
        lines.add(" !");
        lines.add(" address-family l2vpn evpn");
        lines.add("  neighbor FABRIC activate");
        // A tunnel ends at the leaf that announced it, not at the spine that passed it on.
        lines.add("  neighbor FABRIC attribute-unchanged next-hop");
        if (!evpn.segments().isEmpty()) {
            lines.add("  advertise-all-vni");
        }
        for (FrrRouter.Vni segment : evpn.segments()) {
            lines.add("  vni " + segment.number());
            lines.add("   rd " + segment.distinguisher());
            lines.add("   route-target import " + segment.target());
            lines.add("   route-target export " + segment.target());
            lines.add("  exit-vni");
        }
        lines.add(" exit-address-family");
        return lines;
    }

    private static boolean isIpv6(String prefix) {
        return prefix.indexOf(':') >= 0;
    }
}
