package io.petaforge.storage.sizing;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The room there is.
 *
 * @param racks racks for storage
 * @param hostsPerRack storage hosts in one of them at most
 * @param wattsPerRack power for the storage hosts of one rack
 * @param gateways S3 gateways at most; one on each host where nothing is said
 */
public record Limits(int racks, int hostsPerRack, OptionalDouble wattsPerRack, OptionalInt gateways) {
    public Limits {
        if (racks < 1 || hostsPerRack < 1) {
            throw new IllegalArgumentException("no room for a host");
        }
        requireNonNull(wattsPerRack, "wattsPerRack");
        requireNonNull(gateways, "gateways");
    }

    /** The same with so many racks. */
    Limits withRacks(int others) {
        return new Limits(others, hostsPerRack, wattsPerRack, gateways);
    }
}
