package io.petaforge.network.capacity;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What the network would carry if it carried nothing else, planned with the usable share of every link. Drives and CPUs may
 * be slower.
 *
 * @param allToAll bit/s in each direction that every host can exchange with all others at once
 * @param tier where that is narrowest: {@code host}, {@code rack} or {@code pod}
 * @param host the shortest time in which what a lost storage host kept is stored elsewhere; zero with fewer than two
 * @param rack the same for the rack with most storage hosts; zero with storage in one rack only
 */
public record Headroom(double allToAll, String tier, Duration host, Duration rack) {
    public Headroom {
        requireNonNull(tier, "tier");
        requireNonNull(host, "host");
        requireNonNull(rack, "rack");
    }
}
