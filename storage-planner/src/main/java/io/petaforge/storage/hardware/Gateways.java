package io.petaforge.storage.hardware;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The RADOS Gateway daemons.
 *
 * @param daemons how many in all
 * @param own the hosts they have to themselves; without them they share the storage hosts, evenly
 */
public record Gateways(int daemons, Optional<HostGroup> own) {
    public Gateways {
        requireNonNull(own, "own");
    }

    /** So many on the storage hosts. */
    public static Gateways onStorageHosts(int daemons) {
        return new Gateways(daemons, Optional.empty());
    }
}
