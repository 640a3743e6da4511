package io.petaforge.lab;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import java.util.List;

/**
 * One host or switch as the lab has allocated it.
 *
 * @param index its number in the lab, its own while it exists; names its out-of-band port
 * @param address its out-of-band address
 * @param disks data drives, in the order asked for
 * @param ports names of its fabric ports
 */
record LabMachine(
        MachineId id,
        MachineRequest.Kind kind,
        int index,
        String address,
        int threads,
        ByteSize memory,
        List<Disk> disks,
        List<String> ports,
        MachineRequest.Image image) {
    LabMachine {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(address, "address");
        requireNonNull(memory, "memory");
        requireNonNull(image, "image");
        disks = List.copyOf(disks);
        ports = List.copyOf(ports);
    }
}
