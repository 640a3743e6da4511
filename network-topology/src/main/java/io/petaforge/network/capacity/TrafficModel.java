package io.petaforge.network.capacity;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import java.time.Duration;

/**
 * What the cluster asks of the network, in few numbers.
 *
 * @param storedPerHost bytes that Ceph keeps on a host on average, copies included
 * @param recovery how soon they must all be kept elsewhere again when the host is lost
 * @param transfersPerByte network transfers for each lost byte: 1 with replication (a surviving copy is sent to its new
 *     place), k with erasure code k+m (k-1 parts are read by the one that rebuilds, and the result is sent on)
 * @param clientPerHost bit/s that each host sends to clients and takes from them in everyday use, in each direction
 * @param shufflePerHost bit/s that each Spark worker sends and takes in a shuffle, in each direction
 * @param usable share of a link's rate that is planned with; the rest is for uneven spreading of flows over equal paths
 *     and for headers. 0.8 is usual
 */
public record TrafficModel(
        ByteSize storedPerHost,
        Duration recovery,
        double transfersPerByte,
        double clientPerHost,
        double shufflePerHost,
        double usable) {
    public TrafficModel {
        requireNonNull(storedPerHost, "storedPerHost");
        requireNonNull(recovery, "recovery");
        if (recovery.isNegative() || recovery.isZero() || !(usable > 0 && usable <= 1)) {
            throw new IllegalArgumentException(
                    "a recovery takes time, and 0 to 1 of a link is usable: " + recovery + ", " + usable);
        }
    }
}
