package io.petaforge.spark;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.spark.SparkLayout.Mount;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The workers' drives, found by serial, with an XFS each, mounted at their paths. A drive is formatted only when it is
 * blank; one that carries any signature but ours is refused, whatever the plan says.
 */
final class VolumeStep implements Step {
    static final String NAME = "spark/volumes";

    /** What a host tells of one drive; "-" stands for nothing. */
    record Volume(String device, String signature, String uuid, String mountedFrom, String owner, boolean fstab) {
        private static final Volume ABSENT = new Volume("-", "-", "-", "-", "-", false);

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
        return plan.spark().workers().stream()
                .<Probe<?>>map(worker -> probe(plan, worker))
                .toList();
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (WorkerPlan worker : plan.spark().workers()) {
            Map<String, Volume> found = facts.get(probe(plan, worker));
            for (Mount mount : SparkLayout.mounts(plan, worker)) {
                Volume volume = found.getOrDefault(mount.serial(), Volume.ABSENT);
                if (volume.isReady(mount)) {
                    continue;
                }
                List<Problem> refusal = refusal(worker.machine(), mount, volume);
                if (refusal.isEmpty()) {
                    actions.add(action(worker.machine(), mount, volume));
                }
                problems.addAll(refusal);
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
        return actions;
    }

    private static List<Problem> refusal(MachineId host, Mount mount, Volume volume) {
        if (volume.device().equals("-")) {
            return List.of(Problem.of(
                    "PF-SPK-060",
                    host + " has no drive with the serial " + mount.serial(),
                    "put the drive back, or make a new plan for the drives that are there"));
        }
        if (!volume.signature().equals("-") && !volume.isOurs(mount)) {
            return List.of(Problem.of(
                    "PF-SPK-061",
                    host + ": the drive " + mount.serial() + " (" + volume.device() + ") holds " + volume.signature()
                            + " that is not this cluster's, so it is not touched",
                    "if nothing on it is needed, run wipefs -a " + volume.device() + " on " + host));
        }
        if (!volume.mountedFrom().equals("-") && !volume.mountedFrom().equals(volume.device())) {
            return List.of(Problem.of(
                    "PF-SPK-062",
                    host + ": " + volume.mountedFrom() + " is mounted at " + mount.path() + " instead of the drive "
                            + mount.serial(),
                    "unmount it"));
        }
        return List.of();
    }

    private static Action action(MachineId host, Mount mount, Volume volume) {
        boolean blank = volume.signature().equals("-");
        return new Action(
                host,
                (blank ? "format drive " : "mount drive ") + mount.serial() + " for " + mount.path(),
                new Operation.Exec(
                        Scripts.sh(
                                "volume.sh",
                                List.of(
                                        volume.device(),
                                        mount.path(),
                                        mount.uuid(),
                                        mount.label(),
                                        SparkLayout.USER,
                                        blank ? "format" : "keep")),
                        Duration.ofMinutes(2)));
    }

    private static Probe<Map<String, Volume>> probe(ClusterPlan plan, WorkerPlan worker) {
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
