package io.petaforge.fabric.proof;

import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
            observation.links().forEach((port, neighbors) -> byAddress(neighbors.from(), owners)
                    .ifPresent(end -> seen.put(
                            new PortRef(device, port),
                            new Neighbor(end.machine().value(), end.port(), false))));
            observation
                    .lldp()
                    .orElse(List.of())
                    .forEach(one -> seen.put(
                            new PortRef(device, one.port()),
                            new Neighbor(name(evidence, one.device()), one.devicePort(), true)));
        });
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
