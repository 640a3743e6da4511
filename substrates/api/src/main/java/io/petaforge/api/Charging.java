package io.petaforge.api;

/** Tells what a cloud charges for. Prices are no business of it. */
public interface Charging {
    /**
     * What the cluster is charged by: what was asked for where machines are recorded, and what would be asked for first where
     * they are not, with what they need beside them. Changes nothing.
     *
     * @throws PetaforgeException when the request cannot be met
     */
    Charged charged(ClusterRequest request);
}
