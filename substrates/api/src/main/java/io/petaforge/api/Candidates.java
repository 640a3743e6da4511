package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The capability of showing what machines there are to choose from, before one is taken. */
public interface Candidates {
    /**
     * A machine that stands where the cluster wants some.
     *
     * @param identity the substrate's own name of it
     * @param name the name that people know it by
     * @param rack where it stands, as the inventory names it
     * @param state as the substrate words it
     * @param machine what it would be taken for, or is already
     * @param verdict why it is not taken, for each group that wants machines there; empty for one that is
     */
    record Candidate(
            String identity, String name, String rack, String state, Optional<MachineId> machine, String verdict) {
        public Candidate {
            requireNonNull(identity, "identity");
            requireNonNull(name, "name");
            requireNonNull(rack, "rack");
            requireNonNull(state, "state");
            requireNonNull(machine, "machine");
            requireNonNull(verdict, "verdict");
        }
    }

    /**
     * What was found.
     *
     * @param machines everything that stands in the cluster's racks, those that would be taken first
     * @param chosen what those that would be taken are made of
     * @param problems why the request cannot be met, if it cannot
     */
    record Found(List<Candidate> machines, Map<MachineId, Inspection> chosen, List<Problem> problems) {
        public Found {
            machines = List.copyOf(machines);
            chosen = Collections.unmodifiableMap(new TreeMap<>(chosen));
            problems = List.copyOf(problems);
        }
    }

    /**
     * Looks at everything that could serve the request; takes nothing.
     *
     * @throws PetaforgeException when the substrate does not answer
     */
    Found candidates(ClusterRequest request);
}
