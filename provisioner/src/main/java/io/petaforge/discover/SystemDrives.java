package io.petaforge.discover;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what the operating system lives on: from its mount points down through LVM, RAID, encryption and partitions to the
 * drives. A filesystem over several devices is mounted from one of them: the others are known by its UUID. ZFS does not
 * tell its devices here, so that with a root on ZFS each of its members counts.
 */
final class SystemDrives {
    /** As {@code drives.py}, which looks once more before a drive is touched. */
    private static final Set<String> POINTS = Set.of("/", "/boot", "/boot/efi", "/efi", "/usr", "/var");

    /** mountinfo: number, parent, device, root, mount point, options, tags, a dash, kind, source. */
    private static final Pattern MOUNT = Pattern.compile("\\S+ \\S+ \\S+ \\S+ (\\S+) \\S+ .*?- (\\S+) (\\S+) .*");

    private SystemDrives() {}

    /** Kernel names of all devices, drives among them, that the operating system lives on. */
    static Set<String> of(BlockTree tree, String mountinfo) {
        Set<BlockDevice> mounted = new HashSet<>();
        boolean zfs = false;
        for (String line : mountinfo.lines().toList()) {
            Matcher mount = MOUNT.matcher(line);
            if (mount.matches() && POINTS.contains(mount.group(1))) {
                zfs |= mount.group(2).equals("zfs");
                tree.named(mount.group(3)).ifPresent(mounted::add);
            }
        }
        for (BlockDevice device : tree.all()) {
            boolean member = zfs && device.filesystem().equals("zfs_member");
            if (member || device.mounts().stream().anyMatch(POINTS::contains)) {
                mounted.add(device);
            }
        }
        List<String> filesystems = mounted.stream()
                .map(BlockDevice::uuid)
                .filter(uuid -> !uuid.isEmpty())
                .toList();
        tree.all().stream()
                .filter(device -> filesystems.contains(device.uuid()))
                .forEach(mounted::add);
        Set<String> found = new TreeSet<>();
        mounted.forEach(device -> found.addAll(tree.below(device)));
        return found;
    }
}
