package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One machine that the cluster asks of a substrate.
 *
 * @param id the name it will have
 * @param group the inventory's machine group
 * @param kind a host, or a switch of the fabric (which only the lab can supply)
 * @param rack the rack it must stand in; spines stand in none and carry the empty string
 * @param threads hardware threads, at least
 * @param memory memory, at least
 * @param disks data drives, beside the boot drive
 * @param ports names of the fabric ports that the plan cables
 * @param packages whether the substrate may hand out a prepared image with Ceph, FRR and Java, or must hand out a bare
 *     operating system, so that petaforge installs them
 */
public record MachineRequest(
        MachineId id,
        String group,
        Kind kind,
        String rack,
        int threads,
        ByteSize memory,
        List<DiskRequest> disks,
        List<String> ports,
        Image packages) {
    /** What the machine is for. */
    public enum Kind {
        HOST,
        SWITCH
    }

    /** What the root filesystem holds when the machine first boots. */
    public enum Image {
        PREPARED,
        BARE
    }

    public MachineRequest {
        requireNonNull(id, "id");
        requireNonNull(group, "group");
        requireNonNull(kind, "kind");
        requireNonNull(rack, "rack");
        requireNonNull(memory, "memory");
        requireNonNull(packages, "packages");
        disks = List.copyOf(disks);
        ports = List.copyOf(ports);
    }
}
