package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.ceph.CephAbsence;
import io.petaforge.ceph.CephServices;
import io.petaforge.custody.StateCopyStep;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Fleet;
import io.petaforge.spark.SparkServices;
import io.petaforge.step.ForgetStep;
import io.petaforge.step.Gate;
import io.petaforge.step.Remains;
import io.petaforge.step.RunResult;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes a cluster off machines that stay: its daemons, then what is on its drives, then its configuration and keys. The
 * network and the packages stay, for the machines may be needed to be reached, and by others than us.
 */
final class Erasure {
    private final ClusterPlan plan;
    private final Fleet fleet;
    private final RunRecorder recorder;
    private final Gate gate;

    Erasure(ClusterPlan plan, Fleet fleet, RunRecorder recorder, Gate gate) {
        this.plan = plan;
        this.fleet = fleet;
        this.recorder = recorder;
        this.gate = gate;
    }

    /**
     * Does it; what is gone already is passed over.
     *
     * @throws PetaforgeException when something is left, with all the reasons; the same again goes on
     */
    void run() {
        CephAbsence end = CephAbsence.ofAll(plan);
        List<Step> stops = new ArrayList<>(end.stop());
        stops.add(new ForgetStep("destroy/spark", SparkServices.everything(plan)));
        phase("stop daemons", stops);
        List<Step> wipes = new ArrayList<>(end.wipe());
        wipes.addAll(SparkServices.eraseVolumes());
        phase("erase drives", wipes);
        Map<MachineId, Remains> left = new TreeMap<>(CephServices.everything(plan));
        Remains copy = new Remains(List.of(), List.of(StateCopyStep.PATH));
        left.replaceAll((host, remains) -> remains.and(copy));
        phase("forget", List.of(new ForgetStep("destroy/ceph", left)));
    }

    private void phase(String name, List<Step> steps) {
        RunResult result =
                recorder.phase(name, () -> Wiring.engine(fleet, recorder, gate).run(plan, steps));
        result.failure().ifPresent(failure -> {
            List<Problem> problems = new ArrayList<>(failure.problems());
            problems.add(Problem.of(
                    "PF-DAY-036",
                    "the cluster is only partly taken off its machines, and nothing of it was forgotten here",
                    "mend the cause and run the same command again; to end it without its data being erased:"
                            + " destroy --data keep"));
            throw new PetaforgeException(ExitCode.DESTROY_INCOMPLETE, problems);
        });
    }
}
