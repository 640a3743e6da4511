package io.petaforge.network.capacity;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the cluster asks of the network, in few numbers.
 *
 * @param storage hosts that keep Ceph's data
 * @param workers hosts that Spark runs on; a host can be both
 * @param storedPerHost bytes that Ceph keeps on a storage host, copies included
 * @param transfersPerByte network transfers for each lost byte: 1 with replication (a surviving copy is sent to its new
 *     place), k with erasure code k+m (k-1 parts are read by the one that rebuilds, and the result is sent on)
 * @param usable share of a link's rate that is planned with; the rest is for uneven spreading of flows over equal paths
 *     and for headers. 0.8 is usual
 * @param recovery how soon everything must be kept elsewhere again when a host or a rack is lost
 * @param clientPerHost bit/s that each storage host sends to clients and takes from them in everyday use, in each direction
 * @param shufflePerHost bit/s that each Spark worker sends and takes in a shuffle, in each direction
 */
public record TrafficModel(
        Set<MachineId> storage,
        Set<MachineId> workers,
        ByteSize storedPerHost,
        double transfersPerByte,
        double usable,
        Duration recovery,
        double clientPerHost,
        double shufflePerHost) {
    public TrafficModel {
        storage = Collections.unmodifiableSet(new TreeSet<>(storage));
        workers = Collections.unmodifiableSet(new TreeSet<>(workers));
        requireNonNull(storedPerHost, "storedPerHost");
        requireNonNull(recovery, "recovery");
        if (recovery.isNegative() || recovery.isZero() || !(usable > 0 && usable <= 1)) {
            throw new IllegalArgumentException(
                    "a recovery takes time, and 0 to 1 of a link is usable: " + recovery + ", " + usable);
        }
    }
}
