package io.petaforge.discover;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.Hardware;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which block devices are drives of the machine that a plan may know: those that are not removable, not another machine's,
 * can be written, and have an identity. Whether a drive is free is not asked here: that is looked at when it is to be used.
 */
final class DriveSelection {
    private static final Pattern VIRTUAL = Pattern.compile("(?i)qemu|vbox|vmware|virtual disk|msft|xen|0x1af4");
    private static final Pattern CONTROLLER = Pattern.compile(
            "(?i)perc|megaraid|\\bMR\\d{4}|logical volume|serveraid|raid|\\bAVAGO|\\bSmart Array|DELLBOSS|LOGICAL_VOLUME");

    /** What is selected, what its drives say of their health, and what is to be said about it. */
    record Result(List<Disk> disks, List<Hardware.Test> tests, List<Problem> findings) {
        Result {
            disks = List.copyOf(disks);
            tests = List.copyOf(tests);
            findings = List.copyOf(findings);
        }
    }

    private final MachineId id;
    private final DriveSources sources;
    private final List<Disk> disks = new ArrayList<>();
    private final List<Hardware.Test> tests = new ArrayList<>();
    private final List<Problem> findings = new ArrayList<>();

    private DriveSelection(MachineId id, DriveSources sources) {
        this.id = id;
        this.sources = sources;
    }

    static Result of(MachineId id, DriveSources sources) {
        DriveSelection selection = new DriveSelection(id, sources);
        selection.drives();
        selection.loops();
        selection.disks.sort(Comparator.comparing(Disk::serial));
        selection.tests.sort(Comparator.comparing(Hardware.Test::subject));
        return new Result(selection.disks, selection.tests, selection.findings);
    }

    private void drives() {
        List<BlockDevice> candidates = sources.tree().all().stream()
                .filter(device -> device.type().equals("disk"))
                .filter(this::visible)
                .toList();
        DriveIdentities identities = new DriveIdentities(sources, candidates);
        Set<String> seen = new HashSet<>();
        for (BlockDevice drive : candidates) {
            boolean system = sources.system().contains(drive.kernel());
            Optional<String> identity = identities.of(drive);
            if (system) {
                // A second drive of a mirror, or a path; without an identity nobody could plan it anyway.
                identity.filter(seen::add).ifPresent(known -> take(drive, known, true));
                continue;
            }
            Optional<String> why = unfit(drive);
            if (why.isPresent()) {
                findings.add(Findings.leftOut(id, drive.kernel(), why.get(), "nothing, unless the plan is to use it"));
            } else if (identity.isEmpty()) {
                findings.add(Findings.leftOut(
                        id,
                        drive.kernel(),
                        identities.why(drive),
                        "give it a serial (a hypervisor's setting), or start udev: a drive without one cannot be told from"
                                + " its neighbour"));
            } else if (seen.add(identity.get())) {
                List<String> paths = identities.paths(drive);
                if (paths.size() > 1) {
                    findings.add(Findings.paths(id, identity.get(), paths));
                }
                take(drive, identity.get(), false);
            }
        }
        if (candidates.stream().noneMatch(drive -> sources.system().contains(drive.kernel())) && !sources.container()) {
            findings.add(Findings.noSystemDrive(id));
        }
        if (!disks.isEmpty() && tests.stream().allMatch(test -> test.verdict().equals("unknown"))) {
            findings.add(Findings.healthUnknown(id));
        }
    }

    /** Memory that looks like a drive, empty card readers, and what a container only sees. */
    private boolean visible(BlockDevice device) {
        return device.size() > 0
                && !device.kernel().matches("(zram|ram|fd|sr)\\d+")
                && sources.nodes().contains(device.kernel());
    }

    private static Optional<String> unfit(BlockDevice drive) {
        if (drive.isRemote()) {
            return Optional.of("it is another machine's, served over a network");
        }
        if (drive.removable() || drive.transport().equals("usb")) {
            return Optional.of("it is removable");
        }
        return drive.readOnly() ? Optional.of("it is read-only") : Optional.empty();
    }

    private void take(BlockDevice drive, String identity, boolean system) {
        String model = sources.model(drive);
        Media media = drive.isNvme() ? Media.NVME : drive.rotational() ? Media.HDD : Media.SSD;
        disks.add(new Disk(identity, model, new ByteSize(drive.size()), media, system));
        String kind = drive.vendor() + " " + model;
        boolean virtual = VIRTUAL.matcher(kind).find() || drive.kernel().matches("x?vd[a-z]+");
        SmartReport report = sources.smart().get(drive.kernel());
        if (!virtual) {
            tests.add(new Hardware.Test("smart", identity, report == null ? "unknown" : report.verdict()));
        }
        if (report != null && !report.signs().isEmpty()) {
            findings.add(Findings.failing(id, identity, drive.kernel(), report.signs()));
        }
        if (system) {
            return;
        }
        if (virtual && media == Media.HDD) {
            findings.add(Findings.virtual(id, identity, drive.kernel()));
        } else if (!virtual && CONTROLLER.matcher(kind).find()) {
            findings.add(Findings.controller(id, identity, drive.kernel(), model));
        }
        List<String> points = mounts(drive);
        if (!points.isEmpty()) {
            findings.add(Findings.mounted(id, identity, drive.kernel(), points));
        }
    }

    /** Where something is mounted that lies on the drive. */
    private List<String> mounts(BlockDevice drive) {
        Set<String> points = new TreeSet<>();
        sources.tree().all().stream()
                .filter(device -> sources.tree().below(device).contains(drive.kernel()))
                .forEach(device -> points.addAll(device.mounts()));
        return List.copyOf(points);
    }

    /** The lab's drives are loop devices that its table names; all others are files of somebody. */
    private void loops() {
        sources.lab()
                .forEach((serial, drive) -> disks.add(new Disk(
                        serial,
                        drive.boot() ? "petaforge lab root" : "petaforge lab disk",
                        new ByteSize(drive.size()),
                        Media.valueOf(drive.media().toUpperCase(Locale.ROOT)),
                        drive.boot())));
        Set<String> known = new HashSet<>();
        sources.lab().values().forEach(drive -> known.add(drive.device()));
        List<String> others = sources.tree().all().stream()
                .filter(device -> device.type().equals("loop") && device.size() > 0)
                .map(BlockDevice::kernel)
                .filter(name -> !known.contains(name))
                .filter(name -> !sources.container())
                .toList();
        if (!others.isEmpty()) {
            findings.add(Findings.loops(id, others));
        }
    }
}
