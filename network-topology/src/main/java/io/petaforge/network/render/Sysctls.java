package io.petaforge.network.render;

import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Role;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Decides what the kernel of a router is set to, as paths below /proc/sys with their values. */
public final class Sysctls {
    /**
     * Where every router hashes alike, the flows that one sends to a neighbour all take the same path from there: of 200 flows
     * over two tiers none reached the second of two hosts, with a seed for each 99 did. Kernels before 6.11 have no such
     * setting; their own seeds differ from machine to machine, but not between namespaces of one.
     */
    private static final String SEED = "net/ipv4/fib_multipath_hash_seed";

    private Sysctls() {}

    /** Whether kernels that do not have this setting do without. */
    public static boolean optional(String path) {
        return path.equals(SEED);
    }

    /**
     * The settings.
     *
     * @param ports its fabric ports
     * @param forwards whether it passes on what is not for itself
     */
    public static Map<String, String> of(List<String> ports, boolean forwards) {
        Map<String, String> settings = new TreeMap<>();
        // Flows spread over equal paths by their ports too, not by their two addresses alone.
        settings.put("net/ipv4/fib_multipath_hash_policy", "1");
        // The larger of "all" and the port's counts: a reply may take another of several equal paths.
        settings.put("net/ipv4/conf/all/rp_filter", "0");
        if (forwards) {
            settings.put("net/ipv4/ip_forward", "1");
        }
        for (String port : ports) {
            settings.put("net/ipv4/conf/" + port + "/rp_filter", "0");
            // A dead link leaves the multipath route at once, not when BGP has noticed.
            settings.put("net/ipv4/conf/" + port + "/ignore_routes_with_linkdown", "1");
            // A point-to-point link has no duplicate addresses to look for: a second saved at each start.
            settings.put("net/ipv6/conf/" + port + "/accept_dad", "0");
            // Router advertisements make BGP peers known to FRR; the kernel must not take a default route from them.
            settings.put("net/ipv6/conf/" + port + "/accept_ra", "0");
        }
        return Collections.unmodifiableMap(settings);
    }

    /** The settings of a device that routes so. */
    public static Map<String, String> of(Device device, FrrRouter router) {
        Map<String, String> settings = new TreeMap<>(of(device.portNames(), device.role() != Role.HOST));
        settings.put(SEED, String.valueOf(number(router.routerId())));
        if (router.networks().stream().anyMatch(prefix -> prefix.indexOf(':') >= 0)) {
            settings.put("net/ipv6/fib_multipath_hash_policy", "1");
            device.portNames()
                    .forEach(port -> settings.put("net/ipv6/conf/" + port + "/ignore_routes_with_linkdown", "1"));
            if (device.role() != Role.HOST) {
                settings.put("net/ipv6/conf/all/forwarding", "1");
            }
        }
        if (router.evpn().filter(evpn -> !evpn.segments().isEmpty()).isPresent()) {
            // All leaves have one gateway address, so that the answer to one leaf's question may reach another, which
            // must
            // take it up and tell the rest: the way to hosts that never asked for their gateway.
            settings.put("net/ipv4/conf/all/arp_accept", "1");
        }
        return Collections.unmodifiableMap(settings);
    }

    /** The text of a file for /etc/sysctl.d. */
    public static String render(Map<String, String> settings) {
        return settings.entrySet().stream()
                // A dash before a setting lets sysctl pass over one that the kernel does not have.
                .map(setting ->
                        (optional(setting.getKey()) ? "-" : "") + setting.getKey() + " = " + setting.getValue() + "\n")
                .collect(Collectors.joining("", "# Written by petaforge from its plan; changes are undone.\n", ""));
    }

    private static long number(String routerId) {
        long value = 0;
        for (String octet : routerId.split("\\.", -1)) {
            value = value << 8 | Integer.parseInt(octet);
        }
        return value;
    }
}
