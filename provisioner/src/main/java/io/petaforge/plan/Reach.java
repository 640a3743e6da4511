package io.petaforge.plan;

import io.petaforge.api.MachineId;
import java.util.Set;

/**
 * What is known of the machines that a cluster has, as far as it decides how those leave that the inventory no longer names.
 *
 * @param known to which there is a way, as the substrate has them recorded
 * @param lost of which the operator says that they will not come back
 */
public record Reach(Set<MachineId> known, Set<MachineId> lost) {
    /** No machine is known. */
    public static final Reach NOBODY = new Reach(Set.of(), Set.of());

    public Reach {
        known = Set.copyOf(known);
        lost = Set.copyOf(lost);
    }

    Departures.Contact contact(MachineId host) {
        if (lost.contains(host)) {
            return Departures.Contact.LOST;
        }
        return known.contains(host) ? Departures.Contact.REACHED : Departures.Contact.GONE;
    }
}
