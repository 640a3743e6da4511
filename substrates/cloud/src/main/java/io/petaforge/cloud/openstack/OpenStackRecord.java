package io.petaforge.cloud.openstack;

import static java.util.Objects.requireNonNull;

import io.petaforge.cloud.ClusterTags;
import java.util.List;
import java.util.Optional;

/**
 * What one cluster holds of an OpenStack, written before each request that makes something.
 *
 * @param format version of this record
 * @param token random, carried by all that is made
 */
record OpenStackRecord(int format, String cluster, String token, List<Held> machines) {
    static final int FORMAT = 1;

    OpenStackRecord {
        requireNonNull(cluster, "cluster");
        requireNonNull(token, "token");
        machines = List.copyOf(machines);
    }

    Names names() {
        return new Names(new ClusterTags(cluster, token));
    }

    Optional<Held> holding(String machine) {
        return machines.stream().filter(held -> held.machine().equals(machine)).findFirst();
    }

    boolean knows(String attempt) {
        return machines.stream().anyMatch(held -> held.attempt().equals(attempt));
    }
}
