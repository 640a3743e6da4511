package io.petaforge.plan;

import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of the machines that a cluster has, as far as it decides how those leave that the inventory no longer names.
 *
 * @param known to which there is a way, as the substrate has them recorded
 * @param lost of which the operator says that they will not come back
 * @param addresses where the known ones are reached, as far as that matters
 */
public record Reach(Set<MachineId> known, Set<MachineId> lost, Map<MachineId, String> addresses) {
    /** No machine is known. */
    public static final Reach NOBODY = new Reach(Set.of(), Set.of());

    public Reach {
        known = Set.copyOf(known);
        lost = Set.copyOf(lost);
        addresses = Map.copyOf(addresses);
    }

    /** Without addresses: those of a network that petaforge plans are not asked for. */
    public Reach(Set<MachineId> known, Set<MachineId> lost) {
        this(known, lost, Map.of());
    }

    /** The same machines with these ways to them. */
    public static Reach of(Map<MachineId, SshAccess> ways, Set<MachineId> lost) {
        Map<MachineId, String> addresses = new TreeMap<>();
        ways.forEach((machine, way) -> addresses.put(machine, way.address()));
        return new Reach(ways.keySet(), lost, addresses);
    }

    Departures.Contact contact(MachineId host) {
        if (lost.contains(host)) {
            return Departures.Contact.LOST;
        }
        return known.contains(host) ? Departures.Contact.REACHED : Departures.Contact.GONE;
    }
}
