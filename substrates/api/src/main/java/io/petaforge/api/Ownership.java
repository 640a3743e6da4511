package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** The capability of telling whose a machine is, for substrates that lend machines out and are asked for them over a network. */
public interface Ownership {
    /**
     * A machine that the substrate has lent to the cluster and that the cluster's own record does not know.
     *
     * @param identity the substrate's own name of it
     * @param name the name that people know it by
     * @param state as the substrate words it
     * @param machine the machine of the cluster that it was taken for, where the substrate kept that
     */
    record Orphan(String identity, String name, String state, Optional<MachineId> machine) {
        public Orphan {
            requireNonNull(identity, "identity");
            requireNonNull(name, "name");
            requireNonNull(state, "state");
            requireNonNull(machine, "machine");
        }
    }

    /** Every machine that bears the cluster's name and is in no record here, by its identity. */
    List<Orphan> orphans(String cluster);

    /**
     * Takes an orphan into the cluster's record, so that the next {@code acquire} uses it.
     *
     * @throws PetaforgeException when it is no orphan of this cluster, or runs with host keys that nobody here knows
     */
    void adopt(String cluster, String identity, MachineId machine);

    /** Gives orphans back, by their identity. */
    Released releaseOrphans(String cluster, List<String> identities, Progress progress);
}
