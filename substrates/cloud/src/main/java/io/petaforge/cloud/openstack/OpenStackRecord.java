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
 * @param ending giving back has begun: what is still there of it is no cluster any more
 */
record OpenStackRecord(int format, String cluster, String token, List<Held> machines, boolean ending) {
    static final int FORMAT = 1;

    OpenStackRecord {
        requireNonNull(cluster, "cluster");
        requireNonNull(token, "token");
        machines = List.copyOf(machines);
    }

    OpenStackRecord end() {
        return new OpenStackRecord(format, cluster, token, machines, true);
    }

    Names names() {
        return new Names(new ClusterTags(cluster, token));
    }

    Optional<Held> holding(String machine) {
        return machines.stream().filter(held -> held.machine().equals(machine)).findFirst();
    }

    /** Whether no run was in the middle of making something: then nothing can still come of a request of such a run. */
    boolean settled(OpenStackSettings settings) {
        return machines.stream()
                .allMatch(held -> held.stage() == Held.Stage.ACTIVE
                        && !(settings.floats(held.machine()) && held.floating().isEmpty()));
    }

    boolean knows(String attempt) {
        return machines.stream().anyMatch(held -> held.attempt().equals(attempt));
    }
}
