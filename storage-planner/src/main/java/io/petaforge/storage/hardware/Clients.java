package io.petaforge.storage.hardware;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;

/**
 * The machines that read and write: Spark's workers, or a benchmark's load generators.
 *
 * @param hosts how many
 * @param threads hardware threads of each that do the work
 * @param network of each, each way
 * @param onStorageHosts whether they are the storage hosts themselves: then their network and threads are the same
 */
public record Clients(int hosts, int threads, BitRate network, boolean onStorageHosts) {
    public Clients {
        requireNonNull(network, "network");
    }
}
