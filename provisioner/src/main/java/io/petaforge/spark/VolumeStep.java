package io.petaforge.spark;

import io.petaforge.api.Disk;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.drive.DriveFence;
import io.petaforge.drive.DriveOrder;
import io.petaforge.drive.DriveState;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.spark.SparkLayout.Mount;
import io.petaforge.step.Action;
import io.petaforge.step.Change;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The workers' drives, found by serial, with an XFS each, mounted at their paths. What is not ours already is judged by
 * the {@link DriveFence} that OSDs are behind: a drive is formatted only when it is blank, or named for wiping.
 */
final class VolumeStep implements Step {
    static final String NAME = "spark/volumes";

    /** What a host tells of one drive; "-" stands for nothing. */
    record Volume(String device, String signature, String uuid, String mountedFrom, String owner, boolean fstab) {
        static final Volume ABSENT = new Volume("-", "-", "-", "-", "-", false);

        boolean isOurs(Mount mount) {
            return signature.equals("xfs") && uuid.equals(mount.uuid());
        }

        boolean isReady(Mount mount) {
            return isOurs(mount) && mountedFrom.equals(device) && owner.equals(SparkLayout.USER) && fstab;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of(HostStep.NAME);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        for (WorkerPlan worker : plan.spark().workers()) {
            probes.add(probe(plan, worker));
            probes.add(drives(plan, worker));
        }
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        DriveFence fence = new DriveFence(plan.storage().wipe());
        for (WorkerPlan worker : plan.spark().workers()) {
            Map<String, Volume> found = facts.get(probe(plan, worker));
            for (Mount mount : SparkLayout.mounts(plan, worker)) {
                Volume volume = found.getOrDefault(mount.serial(), Volume.ABSENT);
                if (volume.isReady(mount)) {
                    continue;
                }
                DriveOrder order = order(plan, worker.machine(), mount);
                DriveState drive = facts.get(drives(plan, worker)).stream()
                        .filter(state -> state.key().equals(order.key()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("drives.py left out " + mount.path()));
                Optional<Problem> refusal = refusal(fence, order, drive, mount, volume);
                if (refusal.isEmpty()) {
                    boolean wipe = !volume.isOurs(mount) && fence.wipes(order, drive);
                    actions.add(action(worker.machine(), mount, volume, drive, wipe));
                }
                refusal.ifPresent(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
        return actions;
    }

    private static Optional<Problem> refusal(
            DriveFence fence, DriveOrder order, DriveState drive, Mount mount, Volume volume) {
        Optional<Problem> unfit = DriveFence.identity(order, drive)
                .or(() -> volume.isOurs(mount) ? Optional.empty() : fence.contents(order, drive));
        if (unfit.isPresent()) {
            return unfit;
        }
        if (!volume.mountedFrom().equals("-") && !volume.mountedFrom().equals(volume.device())) {
            return Optional.of(Problem.of(
                    "PF-SPK-062",
                    order.host() + ": " + volume.mountedFrom() + " is mounted at " + mount.path()
                            + " instead of the drive " + mount.serial(),
                    "unmount it"));
        }
        return Optional.empty();
    }

    private static Action action(MachineId host, Mount mount, Volume volume, DriveState drive, boolean wipe) {
        boolean keep = volume.isOurs(mount);
        String how = keep ? "keep" : wipe ? "wipe" : "format";
        List<Change> changes = new ArrayList<>();
        if (wipe) {
            changes.add(new Change(Effect.WIPE, DriveFence.wiping(drive), "the inventory lets its content be lost"));
        }
        changes.add(new Change(
                keep ? Effect.CHANGE : Effect.CREATE,
                (keep ? "mount drive " : "format drive ") + mount.serial() + " for " + mount.path(),
                keep ? "the drive is ours and not mounted" : wipe ? "" : "the drive is empty"));
        return new Action(
                host,
                changes,
                new Operation.Exec(
                        Scripts.sh(
                                "volume.sh",
                                List.of(
                                        drive.devices().get(0),
                                        mount.path(),
                                        mount.uuid(),
                                        mount.label(),
                                        SparkLayout.USER,
                                        how)),
                        Duration.ofMinutes(2)));
    }

    private static DriveOrder order(ClusterPlan plan, MachineId host, Mount mount) {
        Disk disk = plan.machines().stream()
                .filter(machine -> machine.id().equals(host))
                .flatMap(machine -> machine.disks().stream())
                .filter(found -> found.serial().equals(mount.serial()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(host + " has no drive " + mount.serial()));
        return new DriveOrder(
                host, mount.path(), mount.path(), mount.serial(), disk.size(), disk.media(), DriveOrder.Volume.NONE);
    }

    private static Probe<List<DriveState>> drives(ClusterPlan plan, WorkerPlan worker) {
        return DriveState.probe(
                worker.machine(),
                "spark/drives",
                SparkLayout.mounts(plan, worker).stream()
                        .map(mount -> order(plan, worker.machine(), mount))
                        .toList());
    }

    static Probe<Map<String, Volume>> probe(ClusterPlan plan, WorkerPlan worker) {
        List<String> parameters = new ArrayList<>();
        for (Mount mount : SparkLayout.mounts(plan, worker)) {
            parameters.addAll(List.of(mount.serial(), mount.path(), mount.uuid()));
        }
        return Probe.ofHost(
                worker.machine(), "spark/volumes", Scripts.sh("volume-facts.sh", parameters), VolumeStep::parse);
    }

    static Map<String, Volume> parse(Output output) {
        Map<String, Volume> volumes = new TreeMap<>();
        for (String line : output.stdout().split("\n")) {
            String[] words = line.split(" ");
            if (words.length == 7) {
                volumes.put(
                        words[0], new Volume(words[1], words[2], words[3], words[4], words[5], words[6].equals("yes")));
            }
        }
        return volumes;
    }
}
