package io.petaforge.network.capacity;

import static java.util.Objects.requireNonNull;

/**
 * One load against one tier of the network.
 *
 * @param what the load, such as {@code recovery of one host}
 * @param tier where it is narrowest: {@code host}, {@code rack} or {@code pod}
 * @param needed bit/s in one direction, client traffic included
 * @param usable bit/s that the tier carries, less what is kept free
 * @param change what to do when it does not fit; empty when it does
 */
public record Demand(String what, String tier, double needed, double usable, String change) {
    public Demand {
        requireNonNull(what, "what");
        requireNonNull(tier, "tier");
        requireNonNull(change, "change");
    }

    /** Whether the network carries it. */
    public boolean fits() {
        return needed <= usable;
    }
}
