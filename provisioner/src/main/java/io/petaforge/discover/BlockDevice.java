package io.petaforge.discover;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * One block device as {@code lsblk} has it; texts are empty where it knows nothing.
 *
 * @param name that of the device mapper, for what is made by it
 * @param kernel the kernel's name
 * @param type {@code disk}, {@code part}, {@code lvm}, {@code mpath} and so on
 * @param size bytes
 * @param mounts where it is mounted, {@code [SWAP]} included
 * @param parents kernel names of what it lies on
 */
record BlockDevice(
        String name,
        String kernel,
        String type,
        long size,
        boolean readOnly,
        boolean removable,
        boolean rotational,
        String model,
        String serial,
        String wwn,
        String transport,
        String vendor,
        String filesystem,
        String uuid,
        Set<String> mounts,
        Set<String> parents) {
    BlockDevice {
        requireNonNull(name, "name");
        requireNonNull(kernel, "kernel");
        requireNonNull(type, "type");
        requireNonNull(model, "model");
        requireNonNull(serial, "serial");
        requireNonNull(wwn, "wwn");
        requireNonNull(transport, "transport");
        requireNonNull(vendor, "vendor");
        requireNonNull(filesystem, "filesystem");
        requireNonNull(uuid, "uuid");
        mounts = Collections.unmodifiableSet(new TreeSet<>(mounts));
        parents = Collections.unmodifiableSet(new TreeSet<>(parents));
    }

    /** Whether it is an NVMe namespace. */
    boolean isNvme() {
        return kernel.startsWith("nvme") || transport.equals("nvme");
    }

    /** Whether it belongs to another machine that serves it over a network. */
    boolean isRemote() {
        return Set.of("iscsi", "fc", "fcoe").contains(transport)
                || kernel.startsWith("rbd")
                || kernel.startsWith("nbd")
                || kernel.startsWith("drbd");
    }

    /** The same device, found in another place of the tree: what it lies on is added. */
    BlockDevice under(Set<String> more) {
        Set<String> all = new TreeSet<>(parents);
        all.addAll(more);
        return new BlockDevice(
                name,
                kernel,
                type,
                size,
                readOnly,
                removable,
                rotational,
                model,
                serial,
                wwn,
                transport,
                vendor,
                filesystem,
                uuid,
                mounts,
                all);
    }
}
