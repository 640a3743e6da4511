package io.petaforge.api;

import java.util.List;

/** Tells what a cloud charges for. Prices are no business of it. */
public interface Charging {
    /**
     * What the cluster's machines are charged by: what was asked for where they are recorded, and what would be asked for
     * first where they are not. Changes nothing.
     *
     * @throws PetaforgeException when the request cannot be met
     */
    List<ChargedMachine> charged(ClusterRequest request);
}
