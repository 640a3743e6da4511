package io.petaforge.spark;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import io.petaforge.remote.Operation;
import io.petaforge.spark.SparkLayout.Mount;
import io.petaforge.spark.VolumeStep.Volume;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code spark/volume-erase}: the workers' volumes are unmounted and emptied when the cluster ends. A filesystem is ours by
 * its UUID, which only this cluster's plan gives it; whatever else is on a drive stays.
 */
final class VolumeEraseStep implements Step {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "spark/volume-erase";
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        plan.spark().workers().forEach(worker -> probes.add(VolumeStep.probe(plan, worker)));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        for (WorkerPlan worker : plan.spark().workers()) {
            Map<String, Volume> found = facts.get(VolumeStep.probe(plan, worker));
            for (Mount mount : SparkLayout.mounts(plan, worker)) {
                Volume volume = found.getOrDefault(mount.serial(), Volume.ABSENT);
                if (volume.isOurs(mount)) {
                    actions.add(new Action(
                            worker.machine(),
                            "WIPE drive " + mount.serial() + " (" + volume.device() + ", " + mount.path() + ")",
                            new Operation.Exec(
                                    Scripts.sh("volume-erase.sh", List.of(volume.device(), mount.path(), mount.uuid())),
                                    LIMIT),
                            Effect.WIPE));
                }
            }
        }
        return actions;
    }
}
