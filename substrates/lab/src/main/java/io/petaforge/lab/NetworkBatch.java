package io.petaforge.lab;

import io.petaforge.api.BitRate;
import io.petaforge.api.Cable;
import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The {@code ip -batch} and {@code tc -batch} lines that make a lab's networks. Pure: what exists comes in as a set of
 * names.
 */
final class NetworkBatch {
    /** What veth pairs deliver unshaped on an ordinary machine; a shaper at or above it would only cost time. */
    private static final BitRate UNSHAPED = BitRate.ofGbit(10);

    private NetworkBatch() {}

    /**
     * What exists already.
     *
     * @param namespaces names of network namespaces
     * @param links {@code namespace/interface}; interfaces of the root namespace begin with the slash
     */
    record Existing(Set<String> namespaces, Set<String> links) {
        Existing {
            namespaces = Set.copyOf(namespaces);
            links = Set.copyOf(links);
        }

        boolean has(String namespace, String link) {
            return links.contains(namespace + "/" + link);
        }
    }

    /** What is missing of the bridge, the namespaces and the cables. */
    static List<String> creation(LabRecord lab, Existing existing) {
        List<String> lines = new ArrayList<>();
        String bridge = Naming.bridge(lab.network());
        if (!existing.has("", bridge)) {
            // A fixed address: a bridge otherwise takes the lowest of its ports' and changes it as they come and go.
            lines.add("link add name " + bridge + " address " + bridgeAddress(lab.network())
                    + " type bridge stp_state 0 forward_delay 0 mcast_snooping 0");
        }
        lines.add("address replace " + Naming.gateway(lab.network()) + "/24 dev " + bridge);
        lines.add("link set dev " + bridge + " up");
        for (LabMachine machine : lab.machines()) {
            String namespace = Naming.namespace(lab.cluster(), machine.id());
            if (!existing.namespaces().contains(namespace)) {
                lines.add("netns add " + namespace);
            }
        }
        for (LabMachine machine : lab.machines()) {
            String namespace = Naming.namespace(lab.cluster(), machine.id());
            String port = Naming.bridgePort(lab.network(), machine.index());
            if (!existing.has("", port)) {
                // An address of its number's own: another machine may have that number later, and whoever knew the one
                // before would go on sending to an address that is no more, for 20 s and longer.
                lines.add("link add name " + port + " type veth peer name " + Naming.OUT_OF_BAND_PORT + " address "
                        + portAddress(lab.network(), machine.index()) + " netns " + namespace);
            }
            lines.add("link set dev " + port + " master " + bridge);
            lines.add("link set dev " + port + " up");
        }
        for (Cable cable : lab.cables()) {
            String a = Naming.namespace(lab.cluster(), cable.a().machine());
            String b = Naming.namespace(lab.cluster(), cable.b().machine());
            if (!existing.has(a, cable.a().port())) {
                lines.add("link add name " + cable.a().port() + " netns " + a + " type veth peer name "
                        + cable.b().port() + " netns " + b);
            }
        }
        return List.copyOf(lines);
    }

    /**
     * Ports of cables whose other end is in no namespace of the lab any more, by their namespaces: a machine has left and
     * another one of its name has come.
     */
    static Map<String, List<String>> loose(LabRecord lab, Existing existing) {
        Map<String, List<String>> loose = new TreeMap<>();
        for (Cable cable : lab.cables()) {
            List<PortRef> there = Stream.of(cable.a(), cable.b())
                    .filter(end -> existing.has(Naming.namespace(lab.cluster(), end.machine()), end.port()))
                    .toList();
            if (there.size() == 1) {
                loose.computeIfAbsent(
                                Naming.namespace(lab.cluster(), there.get(0).machine()), name -> new ArrayList<>())
                        .add(there.get(0).port());
            }
        }
        return loose;
    }

    /** Run inside a machine's namespace when it is switched on. */
    static List<String> up(LabRecord lab, LabMachine machine) {
        List<String> lines = new ArrayList<>();
        lines.add("link set dev lo up");
        lines.add("address replace " + machine.address() + "/24 dev " + Naming.OUT_OF_BAND_PORT);
        lines.add("link set dev " + Naming.OUT_OF_BAND_PORT + " up");
        cabled(lab, machine.id()).forEach(port -> lines.add("link set dev " + port + " up"));
        return List.copyOf(lines);
    }

    /**
     * Run inside a machine's namespace when it loses power. The kernel's addresses and routes belong to the namespace
     * and would outlive the machine: a switched-off switch would go on forwarding.
     */
    static List<String> down(LabRecord lab, LabMachine machine) {
        List<String> lines = new ArrayList<>();
        List<String> ports = new ArrayList<>(cabled(lab, machine.id()));
        ports.add(Naming.OUT_OF_BAND_PORT);
        ports.add("lo");
        ports.forEach(port -> lines.add("link set dev " + port + " down"));
        ports.forEach(port -> lines.add("address flush dev " + port));
        return List.copyOf(lines);
    }

    /** {@code tc} lines for a machine's shaped ports: each end shapes what it sends. */
    static List<String> shaping(LabRecord lab, LabMachine machine) {
        List<String> lines = new ArrayList<>();
        for (Cable cable : lab.cables()) {
            if (cable.rate().compareTo(UNSHAPED) >= 0) {
                continue;
            }
            for (PortRef end : List.of(cable.a(), cable.b())) {
                if (end.machine().equals(machine.id())) {
                    long bits = cable.rate().bitsPerSecond();
                    // A bucket of 10 ms of the rate, and never below one offloaded segment of 64 KiB.
                    long burst = Math.max(bits / 800, 65_536 + 1_536);
                    lines.add("qdisc replace dev " + end.port() + " root tbf rate " + bits + "bit burst " + burst
                            + " latency 50ms");
                }
            }
        }
        return List.copyOf(lines);
    }

    /** Names of the ports of a machine that a cable is plugged into, in the order of the cables. */
    static List<String> cabled(LabRecord lab, MachineId machine) {
        List<String> ports = new ArrayList<>();
        for (Cable cable : lab.cables()) {
            for (PortRef end : List.of(cable.a(), cable.b())) {
                if (end.machine().equals(machine)) {
                    ports.add(end.port());
                }
            }
        }
        return List.copyOf(ports);
    }

    /** What a batch of deletions has to name; namespaces take the fabric's cables along. */
    static List<String> deletion(Set<String> namespaces, Set<String> rootLinks) {
        List<String> lines = new ArrayList<>();
        rootLinks.stream().sorted().forEach(link -> lines.add("link delete dev " + link));
        namespaces.stream().sorted().forEach(namespace -> lines.add("netns delete " + namespace));
        return List.copyOf(lines);
    }

    /** Every cable end that names a machine of the lab must be a port that exists once. */
    static Set<String> duplicates(List<Cable> cables) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (Cable cable : cables) {
            for (PortRef end : List.of(cable.a(), cable.b())) {
                if (!seen.add(end.toString())) {
                    twice.add(end.toString());
                }
            }
        }
        return Set.copyOf(twice);
    }

    /** Locally administered, and as unique as the network's number. */
    private static String bridgeAddress(int network) {
        return String.format("02:70:66:00:%02x:01", network);
    }

    private static String portAddress(int network, int index) {
        return String.format("02:70:66:01:%02x:%02x", network, index);
    }
}
