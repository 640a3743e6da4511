package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Observed hardware. No addresses, no roles, no connection: those are plan, spec and remote host.
 *
 * @param id the stable name
 * @param group the inventory's machine group it was taken for
 * @param location its rack
 * @param threads hardware threads
 * @param memory installed memory
 * @param disks drives, ordered by serial
 * @param nics fabric ports, in the order of their names
 */
public record Machine(
        MachineId id, String group, Location location, int threads, ByteSize memory, List<Disk> disks, List<Nic> nics) {
    public Machine {
        requireNonNull(id, "id");
        requireNonNull(group, "group");
        requireNonNull(location, "location");
        requireNonNull(memory, "memory");
        if (threads < 1) {
            throw new IllegalArgumentException(id + ": a machine has at least one thread");
        }
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
    }
}
