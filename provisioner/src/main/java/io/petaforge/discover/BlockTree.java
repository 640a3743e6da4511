package io.petaforge.discover;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The block devices of a machine and what lies on what, read from {@code lsblk -J -b}. Version 2.27 writes every value as
 * text; later ones write numbers and truth values, and a list of mount points since 2.37. A device that lies on several,
 * such as a RAID, is printed under each of them.
 */
final class BlockTree {
    private final Map<String, BlockDevice> devices;

    private BlockTree(Map<String, BlockDevice> devices) {
        this.devices = devices;
    }

    /** Reads the output; what is no JSON has no devices. */
    static BlockTree read(String lsblk) {
        Map<String, BlockDevice> devices = new LinkedHashMap<>();
        Json.read(lsblk).path("blockdevices").forEach(device -> add(device, Set.of(), devices));
        return new BlockTree(Collections.unmodifiableMap(devices));
    }

    private static void add(JsonNode node, Set<String> parents, Map<String, BlockDevice> devices) {
        BlockDevice device = device(node, parents);
        devices.merge(device.kernel(), device, (known, again) -> known.under(again.parents()));
        node.path("children").forEach(child -> add(child, Set.of(device.kernel()), devices));
    }

    private static BlockDevice device(JsonNode node, Set<String> parents) {
        Set<String> mounts = new TreeSet<>();
        node.path("mountpoints").forEach(point -> mounts.add(Json.text(point)));
        mounts.add(Json.text(node.path("mountpoint")));
        mounts.remove("");
        String name = Json.text(node.path("name"));
        String kernel = Json.text(node.path("kname"));
        return new BlockDevice(
                name,
                kernel.isEmpty() ? name : kernel,
                Json.text(node.path("type")),
                Json.whole(node.path("size")),
                Json.truth(node.path("ro")),
                Json.truth(node.path("rm")),
                Json.truth(node.path("rota")),
                Json.text(node.path("model")),
                Json.text(node.path("serial")),
                Json.text(node.path("wwn")),
                Json.text(node.path("tran")),
                Json.text(node.path("vendor")),
                Json.text(node.path("fstype")),
                Json.text(node.path("uuid")),
                mounts,
                parents);
    }

    /** All of them, as {@code lsblk} orders them. */
    Collection<BlockDevice> all() {
        return devices.values();
    }

    /** The device that a path below {@code /dev} names. */
    Optional<BlockDevice> named(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return Optional.ofNullable(devices.get(name)).or(() -> devices.values().stream()
                .filter(device -> device.name().equals(name))
                .findFirst());
    }

    /** Kernel names of the device itself and of all that it lies on, down to the drives. */
    Set<String> below(BlockDevice device) {
        Set<String> found = new TreeSet<>();
        collect(device, found);
        return found;
    }

    private void collect(BlockDevice device, Set<String> found) {
        if (found.add(device.kernel())) {
            device.parents().stream().map(devices::get).forEach(parent -> collect(parent, found));
        }
    }
}
