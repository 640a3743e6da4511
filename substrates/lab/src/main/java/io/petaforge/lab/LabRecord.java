package io.petaforge.lab;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Cable;
import io.petaforge.api.MachineId;
import java.util.List;
import java.util.Optional;

/**
 * What one lab owns on this machine, written before any of it is made.
 *
 * @param format version of this record
 * @param network number of its out-of-band network, 10.99.NUMBER.0/24, and of its bridge
 * @param baseLayer name of the root filesystem layer that all its machines share
 * @param preparedLayer name of the layer with Ceph and Java over it
 * @param inotifyInstances what {@code fs.inotify.max_user_instances} was before the lab raised it; 0 when it did not
 */
record LabRecord(
        int format,
        String cluster,
        int network,
        String baseLayer,
        String preparedLayer,
        int inotifyInstances,
        List<LabMachine> machines,
        List<Cable> cables) {
    static final int FORMAT = 1;

    LabRecord {
        requireNonNull(cluster, "cluster");
        requireNonNull(baseLayer, "baseLayer");
        requireNonNull(preparedLayer, "preparedLayer");
        machines = List.copyOf(machines);
        cables = List.copyOf(cables);
    }

    Optional<LabMachine> machine(MachineId id) {
        return machines.stream().filter(machine -> machine.id().equals(id)).findFirst();
    }

    LabRecord withInotifyInstances(int instances) {
        return new LabRecord(format, cluster, network, baseLayer, preparedLayer, instances, machines, cables);
    }
}
