package io.petaforge.ceph;

import io.petaforge.api.Problem;
import io.petaforge.storage.OsdPlan;
import java.util.Optional;

/**
 * Decides what may be done to a drive. Nothing is ever formatted but a drive that is empty, or that holds the unfinished
 * beginning of the very OSD that the plan puts there.
 */
final class DriveFence {
    /** What is to be done to an OSD. */
    enum Verdict {
        /** Its drive is empty. */
        FORMAT,
        /** Formatting it for this OSD was begun and not finished. */
        REFORMAT,
        /** The OSD is complete on the drive, its directory is missing or points elsewhere. */
        ADOPT,
        /** Nothing. */
        NONE
    }

    private final String fsid;

    DriveFence(String fsid) {
        this.fsid = fsid;
    }

    /** The objection to using the drive; empty when there is none and {@link #verdict} may be asked. */
    Optional<Problem> objection(OsdPlan osd, DriveState drive) {
        String where = osd.host() + ": drive " + osd.serial() + " of osd." + osd.id();
        if (drive.devices().isEmpty()) {
            return Optional.of(Problem.of(
                    "PF-CEPH-001",
                    where + " is not there: nothing in /dev/disk/by-id has this serial",
                    "check the drive and its cable, or take it out of the machine's inventory and plan again"));
        }
        if (drive.devices().size() > 1) {
            return Optional.of(Problem.of(
                    "PF-CEPH-002",
                    where + " is ambiguous: " + String.join(", ", drive.devices()) + " have this serial",
                    "name the drive by its WWN"));
        }
        String device = where + " (" + drive.devices().get(0) + ")";
        if (!drive.used().isEmpty()) {
            return Optional.of(Problem.of(
                    "PF-CEPH-003",
                    device + " is in use: " + drive.used(),
                    "if its data may go, unmount it and wipe it with wipefs -a; else take it out of the plan"));
        }
        Optional<DriveState.Label> label = drive.label();
        if (label.isEmpty()) {
            return drive.signature().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Problem.of(
                            "PF-CEPH-004",
                            device + " is not empty, it holds: " + drive.signature(),
                            "if its data may go, wipe it with wipefs -a; else take it out of the plan"));
        }
        return foreign(osd, device, label.get());
    }

    private Optional<Problem> foreign(OsdPlan osd, String device, DriveState.Label label) {
        String wipe =
                "if its data may go, wipe it with ceph-volume lvm zap or dd over its first MiB; else take it out of"
                        + " the plan";
        if (!label.cephFsid().isEmpty() && !label.cephFsid().equals(fsid)) {
            return Optional.of(Problem.of(
                    "PF-CEPH-005",
                    device + " holds osd." + label.whoami() + " of another Ceph cluster, " + label.cephFsid()
                            + " (this one is " + fsid + ")",
                    wipe));
        }
        if (!label.osdUuid().equals(osd.uuid())) {
            return Optional.of(Problem.of(
                    "PF-CEPH-006",
                    device + " holds another OSD, " + label.osdUuid() + " (planned is " + osd.uuid() + ")",
                    wipe));
        }
        if (label.complete() && !label.whoami().equals(Integer.toString(osd.id()))) {
            return Optional.of(Problem.of(
                    "PF-CEPH-007",
                    device + " holds osd." + label.whoami() + " of this cluster",
                    "restore the plan that numbered it so: an OSD's number cannot change"));
        }
        return Optional.empty();
    }

    /** What to do, when there is no objection. */
    Verdict verdict(OsdPlan osd, DriveState drive) {
        if (drive.label().isEmpty()) {
            return Verdict.FORMAT;
        }
        if (!drive.label().get().complete()) {
            return Verdict.REFORMAT;
        }
        boolean whole = drive.directory()
                .filter(directory -> directory.ready().equals("ready")
                        && directory.fsid().equals(osd.uuid())
                        && directory.whoami().equals(Integer.toString(osd.id()))
                        && directory.block().equals(drive.link()))
                .isPresent();
        return whole ? Verdict.NONE : Verdict.ADOPT;
    }
}
