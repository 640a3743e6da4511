package io.petaforge.drive;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Media;
import io.petaforge.api.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a drive may be used at all. Whoever uses drives asks twice: {@link #identity} for every drive, and
 * {@link #contents} for those that hold something which is not the asker's own. Only a serial that the inventory lists
 * under {@code storage.wipe} overrides the second, and nothing the first.
 */
public final class DriveFence {
    /**
     * How far the size that a substrate reports may be from the kernel's: they round to gigabytes, differently. Drives of
     * different models differ by more.
     */
    private static final double SIZE_TOLERANCE = 0.02;

    private final Set<String> wipe;

    /** @param wipe serials of drives whose foreign contents may be destroyed */
    public DriveFence(List<String> wipe) {
        this.wipe = Set.copyOf(wipe);
    }

    /** Why this cannot be the planned drive, or why nobody may ever use it; empty when neither is so. */
    public static Optional<Problem> identity(DriveOrder order, DriveState drive) {
        String where = where(order);
        if (drive.devices().isEmpty()) {
            return problem(
                    "PF-DRV-001",
                    where + " is not there: nothing in /dev/disk/by-id has this serial",
                    "check the drive and its cable, or take it out of the machine's inventory and plan again");
        }
        if (drive.devices().size() > 1) {
            return problem(
                    "PF-DRV-002",
                    where + " is ambiguous: " + String.join(", ", drive.devices()) + " have this serial",
                    "name the drive by its WWN");
        }
        String device = device(order, drive);
        if (!drive.boot().isEmpty()) {
            return problem(
                    "PF-DRV-003",
                    device + " holds the operating system: " + drive.boot(),
                    "take it out of the plan: mark it as the boot drive where the machine is described");
        }
        double planned = order.size().bytes();
        if (Math.abs(drive.size() - planned) > planned * SIZE_TOLERANCE) {
            return problem(
                    "PF-DRV-004",
                    device + " has " + new ByteSize(drive.size()).decimal() + ", and planned is one of "
                            + order.size().decimal(),
                    "if it is the right drive, correct its size where the machine is described, and plan again");
        }
        boolean rotates = order.media() == Media.HDD;
        if (drive.rotational().filter(found -> found != rotates).isPresent()) {
            return problem(
                    "PF-DRV-005",
                    device + " is " + (rotates ? "flash" : "rotating") + " according to the kernel, and planned is "
                            + order.media().deviceClass(),
                    "correct its kind where the machine is described, and plan again");
        }
        return order.isPart() ? parts(order, drive, device) : Optional.empty();
    }

    private static Optional<Problem> parts(DriveOrder order, DriveState drive, String device) {
        DriveState.Lvm lvm = drive.lvm().orElseThrow(() -> new IllegalStateException("drives.py left out LVM"));
        if (!lvm.usable()) {
            return problem(
                    "PF-DRV-006",
                    device + " is to be divided, and this host cannot do that: " + lvm.why(),
                    "write 'osds-per-drive: 1' and a DB drive for each OSD, or give the host a kernel with device-mapper"
                            + " and lvm2");
        }
        return Optional.empty();
    }

    /**
     * Why a drive that is not the asker's own cannot be used: it is in use, or it is not empty and the inventory does not
     * name it for wiping. Empty when it may be used; {@link #wipes} then says whether it must be wiped before.
     */
    public Optional<Problem> contents(DriveOrder order, DriveState drive) {
        String device = device(order, drive);
        if (order.isPart() && divided(order, drive)) {
            return Optional.empty();
        }
        if (!drive.used().isEmpty()) {
            return problem(
                    "PF-DRV-007",
                    device + " is in use: " + drive.used(),
                    "if its data may go, free it first; else take it out of the plan");
        }
        if (drive.held() || (!drive.signature().isEmpty() && !drive.openIn().isEmpty())) {
            return problem(
                    "PF-DRV-008",
                    device + " is in use: "
                            + (drive.openIn().isEmpty()
                                    ? "the kernel says that something holds it"
                                    : "it is open in " + String.join(", ", drive.openIn())),
                    "if its data may go, stop what uses it; else take it out of the plan");
        }
        return drive.signature().isEmpty() || wipe.contains(drive.serial())
                ? Optional.empty()
                : problem(
                        "PF-DRV-009",
                        device + " is not empty, it holds: " + drive.signature(),
                        "if its data may go, list " + drive.serial()
                                + " under storage.wipe in the inventory; else take it out of the plan");
    }

    /** Whether {@link #contents} has allowed the use of a drive only because it is wiped before. */
    public boolean wipes(DriveOrder order, DriveState drive) {
        return !drive.signature().isEmpty() && wipe.contains(drive.serial()) && !divided(order, drive);
    }

    /** What is destroyed when the drive is wiped, for whoever reads the plan before. */
    public static String wiping(DriveState drive) {
        return "WIPE drive " + drive.serial() + " (" + drive.devices().get(0) + ", holds " + drive.signature() + ")";
    }

    /** Whether the drive is divided already, as the plan has it. */
    private static boolean divided(DriveOrder order, DriveState drive) {
        return order.isPart()
                && drive.lvm()
                        .filter(lvm -> lvm.group().equals(order.volume().group()))
                        .isPresent();
    }

    /** The drive as messages name it. */
    public static String device(DriveOrder order, DriveState drive) {
        return where(order) + " (" + String.join(", ", drive.devices()) + ")";
    }

    private static String where(DriveOrder order) {
        return order.host() + ": drive " + order.serial() + " of " + order.purpose();
    }

    private static Optional<Problem> problem(String code, String what, String fix) {
        return Optional.of(Problem.of(code, what, fix));
    }
}
