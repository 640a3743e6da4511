package io.petaforge.fabric.proof;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one device answered.
 *
 * @param addressed whether it has its own address
 * @param ports all its interfaces, by name
 * @param routing empty where no FRR runs
 * @param near by port how a small and a full packet over IPv4 went
 * @param links by port who answered over IPv6
 * @param far what was lost on the way to other hosts
 * @param lldp neighbours; empty where no LLDP runs
 * @param spread flows by port
 * @param source the address the kernel sends from; empty where nothing was asked
 */
record Observation(
        boolean addressed,
        Map<String, PortState> ports,
        Optional<Routing> routing,
        Map<String, Echo> near,
        Map<String, Neighbors> links,
        Far far,
        Optional<List<Lldp>> lldp,
        Map<String, Integer> spread,
        String source) {
    /** What {@code observe.py} says of a packet that was answered. */
    static final String OK = "ok";

    /**
     * One interface.
     *
     * @param up whether it is switched on
     * @param carrier whether something is at the other end
     * @param mtu bytes
     * @param mbits its rate; 0 for a virtual one
     * @param linkLocal its IPv6 address on the link; empty for none
     * @param master the bridge or bond that it belongs to; empty for none
     */
    record PortState(boolean up, boolean carrier, int mtu, long mbits, String linkLocal, String master) {
        PortState {
            requireNonNull(linkLocal, "linkLocal");
            requireNonNull(master, "master");
        }
    }

    /**
     * FRR and the kernel.
     *
     * @param sessions by FRR's name of the neighbour
     * @param groups by table ({@code kernel4}, {@code frr4} and so on) and ports the sums of the prefixes
     * @param prefixes the same one by one, where that was asked
     */
    record Routing(
            Map<String, Session> sessions,
            Map<String, Map<String, String>> groups,
            Map<String, Map<String, List<String>>> prefixes) {
        Routing {
            sessions = sorted(sessions);
            groups = sorted(groups);
            prefixes = sorted(prefixes);
        }
    }

    /** One BGP session: FRR's word for its state, the neighbour's AS number, and whether the neighbour came by itself. */
    record Session(String state, long remoteAs, boolean dynamic) {
        boolean up() {
            return state.equals("Established");
        }
    }

    /** How a small and a full packet went: {@link #OK} or why not. */
    record Echo(String small, String full) {
        boolean ok() {
            return small.equals(OK) && full.equals(OK);
        }
    }

    /** The same for a whole link, with the addresses that answered. */
    record Neighbors(Echo echo, List<String> from) {
        Neighbors {
            requireNonNull(echo, "echo");
            from = List.copyOf(from);
        }
    }

    /** Probes of other hosts, and those of them that were not answered. */
    record Far(int asked, List<Lost> lost) {
        Far {
            lost = List.copyOf(lost);
        }
    }

    /** A probe that was not answered: to whom, through which port (empty: any), and why. */
    record Lost(String host, String port, String why) {}

    /**
     * A neighbour by LLDP: the device's and the port's name as they call themselves, and since how many seconds it is known.
     * A neighbour that is gone is kept until its time to live is over, beside the one that took its place.
     */
    record Lldp(String port, String device, String devicePort, long age) {}

    Observation {
        ports = sorted(ports);
        requireNonNull(routing, "routing");
        near = sorted(near);
        links = sorted(links);
        requireNonNull(far, "far");
        requireNonNull(lldp, "lldp");
        spread = sorted(spread);
        requireNonNull(source, "source");
    }

    private static <V> Map<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
