package io.petaforge.fabric.proof;

import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is at the other end of every port, as each end sees it: by LLDP, and where that is silent by the link-local address
 * that answered, if only one port of the fabric has it.
 */
final class Adjacency {
    /**
     * A neighbour.
     *
     * @param device its name, planned or not
     * @param port its port
     * @param lldp whether LLDP says so; else an address does
     */
    record Neighbor(String device, String port, boolean lldp) {
        /** As people write it. */
        String words() {
            return device + (port.isEmpty() ? "" : " " + port);
        }
    }

    private final Map<PortRef, Neighbor> seen = new HashMap<>();

    Adjacency(Evidence evidence) {
        Map<String, PortRef> owners = new HashMap<>();
        Set<String> shared = new HashSet<>();
        evidence.seen().forEach((device, observation) -> observation.ports().forEach((name, port) -> {
            if (!port.linkLocal().isEmpty() && owners.put(port.linkLocal(), new PortRef(device, name)) != null) {
                shared.add(port.linkLocal());
            }
        }));
        shared.forEach(owners::remove);
        evidence.seen().forEach((device, observation) -> {
            Map<String, List<Observation.Lldp>> byPort = new TreeMap<>();
            observation.lldp().orElse(List.of()).forEach(one -> byPort.computeIfAbsent(
                            one.port(), port -> new ArrayList<>())
                    .add(one));
            Set<String> ports = new TreeSet<>(byPort.keySet());
            ports.addAll(observation.links().keySet());
            for (String port : ports) {
                Optional<Neighbor> live = Optional.ofNullable(
                                observation.links().get(port))
                        .flatMap(neighbors -> byAddress(neighbors.from(), owners))
                        .map(end -> new Neighbor(end.machine().value(), end.port(), false));
                List<Neighbor> told = byPort.getOrDefault(port, List.of()).stream()
                        .sorted(Comparator.comparingLong(Observation.Lldp::age))
                        .map(one -> new Neighbor(name(evidence, one.device()), one.devicePort(), true))
                        .toList();
                latest(live, told).ifPresent(neighbor -> seen.put(new PortRef(device, port), neighbor));
            }
        });
    }

    /**
     * LLDP remembers for its time to live who was there before a plug was moved; who answers now is there now. So LLDP's
     * neighbour that answers counts, else the one that answers, else LLDP's youngest.
     */
    private static Optional<Neighbor> latest(Optional<Neighbor> live, List<Neighbor> told) {
        return told.stream()
                .filter(one ->
                        live.filter(other -> other.words().equals(one.words())).isPresent())
                .findFirst()
                .or(() -> live)
                .or(() -> told.stream().findFirst());
    }

    /** What a port sees at the other end of its cable. */
    Optional<Neighbor> of(PortRef port) {
        return Optional.ofNullable(seen.get(port));
    }

    /** Every port that sees something. */
    Map<PortRef, Neighbor> all() {
        return seen;
    }

    private static Optional<PortRef> byAddress(List<String> from, Map<String, PortRef> owners) {
        return from.size() == 1 ? Optional.ofNullable(owners.get(from.get(0))) : Optional.empty();
    }

    /** A device that calls itself by its full name is the planned one of the short name. */
    private static String name(Evidence evidence, String said) {
        int dot = said.indexOf('.');
        String label = dot < 0 ? said : said.substring(0, dot);
        return dot > 0 && planned(evidence, label) ? label : said;
    }

    private static boolean planned(Evidence evidence, String label) {
        try {
            return evidence.fabric().device(new MachineId(label)).isPresent();
        } catch (IllegalArgumentException notALabel) {
            return false;
        }
    }
}
