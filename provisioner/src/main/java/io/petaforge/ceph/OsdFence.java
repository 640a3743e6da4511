package io.petaforge.ceph;

import io.petaforge.api.Problem;
import io.petaforge.drive.DriveFence;
import io.petaforge.drive.DriveOrder;
import io.petaforge.drive.DriveState;
import io.petaforge.storage.OsdPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what may be done to the drives of an OSD. Nothing is ever formatted but a drive that is empty, one that the
 * inventory names for wiping, or one that holds the unfinished beginning of the very OSD that the plan puts there.
 */
final class OsdFence {
    /** What is to be done to an OSD. */
    enum Verdict {
        /** Its drives are empty, or are wiped before. */
        FORMAT,
        /** Formatting them for this OSD was begun and not finished. */
        REFORMAT,
        /** The OSD is complete on its drives, its directory is missing or points elsewhere. */
        ADOPT,
        /** Nothing. */
        NONE
    }

    /** An order with what was found for it. */
    record Place(DriveOrder order, DriveState drive) {}

    /** What is to be done, and which drives are to be wiped before; only where nothing stands against it. */
    record Judgement(List<Problem> problems, Verdict verdict, List<DriveState> wipes) {}

    private final String fsid;
    private final DriveFence fence;
    private final Optional<ClusterState> cluster;

    /** @param cluster what the monitors say, where they answer */
    OsdFence(String fsid, DriveFence fence, Optional<ClusterState> cluster) {
        this.fsid = fsid;
        this.fence = fence;
        this.cluster = cluster;
    }

    Judgement judge(OsdPlan osd, Place data, Optional<Place> db) {
        List<Problem> problems = new ArrayList<>();
        List<DriveState> wipes = new ArrayList<>();
        check(osd, data, problems, wipes);
        db.ifPresent(place -> check(osd, place, problems, wipes));
        boolean own = isOwn(osd, data);
        boolean complete = own && data.drive().label().orElseThrow().complete();
        boolean ownDb = db.filter(place -> isOwn(osd, place)).isPresent();
        if (complete && db.isPresent() && !ownDb && problems.isEmpty()) {
            problems.add(Problem.of(
                    "PF-CEPH-013",
                    DriveFence.device(db.get().order(), db.get().drive()) + " does not hold it, and osd." + osd.id()
                            + " is complete on its data drive: without its DB it cannot start",
                    "put its DB drive back; if that is lost, so is the OSD: run wipefs -a on its data drive "
                            + osd.serial() + ", and it is made anew"));
        }
        if (!problems.isEmpty()) {
            return new Judgement(problems, Verdict.NONE, List.of());
        }
        if (complete) {
            return new Judgement(List.of(), isWhole(osd, data, db) ? Verdict.NONE : Verdict.ADOPT, List.of());
        }
        return new Judgement(List.of(), own || ownDb ? Verdict.REFORMAT : Verdict.FORMAT, wipes);
    }

    private void check(OsdPlan osd, Place place, List<Problem> problems, List<DriveState> wipes) {
        DriveState drive = place.drive();
        Optional<Problem> wrong = DriveFence.identity(place.order(), drive)
                .or(() -> isOwn(osd, place) ? number(osd, place) : foreign(osd, place))
                .or(() -> isOwn(osd, place) ? Optional.empty() : fence.contents(place.order(), drive));
        if (wrong.isPresent()) {
            problems.add(wrong.get());
        } else if (!isOwn(osd, place) && fence.wipes(place.order(), drive)) {
            wipes.add(drive);
        }
    }

    private boolean isOwn(OsdPlan osd, Place place) {
        return place.drive()
                .label()
                .filter(label -> label.osdUuid().equals(osd.uuid())
                        && (label.cephFsid().isEmpty() || label.cephFsid().equals(fsid)))
                .isPresent();
    }

    private static Optional<Problem> number(OsdPlan osd, Place place) {
        return place.drive()
                .label()
                .filter(label -> label.complete() && !label.whoami().equals(Integer.toString(osd.id())))
                .map(label -> Problem.of(
                        "PF-CEPH-007",
                        DriveFence.device(place.order(), place.drive()) + " holds osd." + label.whoami()
                                + " of this cluster",
                        "restore the plan that numbered it so: an OSD's number cannot change"));
    }

    /** The objection to a drive with the BlueStore of another OSD. */
    private Optional<Problem> foreign(OsdPlan osd, Place place) {
        DriveState drive = place.drive();
        if (drive.label().isEmpty()) {
            return Optional.empty();
        }
        DriveState.Label label = drive.label().get();
        String device = DriveFence.device(place.order(), drive);
        if (fence.wipes(place.order(), drive)) {
            boolean ours = label.cephFsid().equals(fsid);
            boolean up = cluster.isPresent()
                    ? cluster.get().osds().stream()
                            .anyMatch(one -> one.up() && one.uuid().equals(label.osdUuid()))
                    : ours;
            return up
                    ? Optional.of(Problem.of(
                            "PF-CEPH-008",
                            device + " is listed under storage.wipe, but holds an OSD of this cluster that "
                                    + (cluster.isPresent() ? "is up: " : "may be up (no monitor answers): ")
                                    + label.osdUuid(),
                            "take it out of the cluster first (ceph osd out, wait, stop it), or correct the serial"))
                    : Optional.empty();
        }
        String wipe = place.order().isPart()
                ? "if its data may go, remove the logical volume " + drive.link() + "; else take it out of the plan"
                : "if its data may go, list " + drive.serial()
                        + " under storage.wipe in the inventory; else take it out of the plan";
        return Optional.of(
                label.cephFsid().isEmpty() || label.cephFsid().equals(fsid)
                        ? Problem.of(
                                "PF-CEPH-006",
                                device + " holds another OSD, " + label.osdUuid() + " (planned is " + osd.uuid() + ")",
                                wipe)
                        : Problem.of(
                                "PF-CEPH-005",
                                device + " holds osd." + label.whoami() + " of another Ceph cluster, "
                                        + label.cephFsid() + " (this one is " + fsid + ")",
                                wipe));
    }

    private static boolean isWhole(OsdPlan osd, Place data, Optional<Place> db) {
        return data.drive()
                .directory()
                .filter(directory -> directory.ready().equals("ready")
                        && directory.fsid().equals(osd.uuid())
                        && directory.whoami().equals(Integer.toString(osd.id()))
                        && directory.block().equals(data.drive().link())
                        && (db.isEmpty()
                                || directory.db().equals(db.get().drive().link())))
                .isPresent();
    }
}
