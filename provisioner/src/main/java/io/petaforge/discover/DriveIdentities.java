package io.petaforge.discover;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * By what a plan knows a drive: its serial, else its WWN, and in any case something that a name below
 * {@code /dev/disk/by-id} ends with, so that the drive is found again. A serial that several drives of the machine have,
 * as the two halves of a dual-actuator drive or the namespaces of one NVMe controller, is the identity of none.
 */
final class DriveIdentities {
    private final DriveSources sources;
    private final List<BlockDevice> drives;

    DriveIdentities(DriveSources sources, List<BlockDevice> drives) {
        this.sources = sources;
        this.drives = List.copyOf(drives);
    }

    /** The identity of a drive; empty when it has none. */
    Optional<String> of(BlockDevice drive) {
        String serial = sources.serial(drive);
        boolean shared = drives.stream()
                .anyMatch(other -> !other.kernel().equals(drive.kernel())
                        && sources.serial(other).equals(serial)
                        && !samePlace(drive, other));
        return List.of(shared ? "" : serial, drive.wwn()).stream()
                .filter(identity -> !identity.isEmpty())
                .filter(identity -> leadsTo(identity, drive))
                .findFirst();
    }

    /** Why a drive has no identity. */
    String why(BlockDevice drive) {
        String serial = sources.serial(drive);
        if (serial.isEmpty() && drive.wwn().isEmpty()) {
            return "it tells neither a serial nor a WWN";
        }
        return sources.names().isEmpty()
                ? "there are no names below /dev/disk/by-id"
                : "no name below /dev/disk/by-id ends with its " + (serial.isEmpty() ? "WWN " : "serial ")
                        + (serial.isEmpty() ? drive.wwn() : serial) + " and leads to it alone";
    }

    /** Devices that are other paths to the same drive, itself among them. */
    List<String> paths(BlockDevice drive) {
        return drives.stream()
                .filter(other -> other.kernel().equals(drive.kernel())
                        || (sources.serial(other).equals(sources.serial(drive)) && samePlace(drive, other)))
                .map(BlockDevice::kernel)
                .sorted()
                .toList();
    }

    /** Drives of the same WWN are one; that of the same serial alone only where neither has a WWN. */
    private static boolean samePlace(BlockDevice one, BlockDevice other) {
        return !one.isNvme() && !one.wwn().isEmpty() && one.wwn().equals(other.wwn());
    }

    /** Whether the name leads to the drive, one of its paths or what multipathd made of them, and to nothing else. */
    private boolean leadsTo(String identity, BlockDevice drive) {
        Set<String> allowed = new TreeSet<>(paths(drive));
        sources.tree().all().stream()
                .filter(above -> above.type().equals("mpath"))
                .filter(above -> above.parents().stream().anyMatch(allowed::contains))
                .map(BlockDevice::kernel)
                .toList()
                .forEach(allowed::add);
        Set<String> found = new TreeSet<>(sources.names().of(identity));
        // Partitions have links of their own, which end in another way; a link to nothing known is no drive's.
        found.removeIf(name -> sources.tree().named(name).isEmpty());
        return found.size() == 1 && allowed.containsAll(found);
    }
}
