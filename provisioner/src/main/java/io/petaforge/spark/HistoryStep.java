package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.FileFacts;
import io.petaforge.step.Inputs;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.step.UnitFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The history server answers; it reads its event log over S3A and so proves keys, certificate and endpoint. */
final class HistoryStep implements Step {
    static final String NAME = "spark/history";

    private final SparkInputs inputs;

    HistoryStep(SparkInputs inputs) {
        this.inputs = inputs;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        Set<String> after = new TreeSet<>(inputs.afterS3());
        after.addAll(Set.of(ConfigStep.NAME, DistributionStep.NAME));
        return Set.copyOf(after);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        MachineId host = plan.spark().history();
        return List.of(
                FileFacts.probeOf(host, "spark/history/files", files(plan)),
                UnitFacts.probeOf(host, "spark/history/units", units(plan)),
                SparkStatus.history(plan));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        MachineId host = plan.spark().history();
        List<Action> actions = new ArrayList<>();
        actions.addAll(FileFacts.actions(
                host, files(plan), facts.get(FileFacts.probeOf(host, "spark/history/files", files(plan)))));
        actions.addAll(UnitFacts.actions(
                host, units(plan), facts.get(UnitFacts.probeOf(host, "spark/history/units", units(plan)))));
        if (!facts.get(SparkStatus.history(plan))) {
            actions.add(new Action(
                    host,
                    "wait for the history server",
                    new Operation.Await(
                            Scripts.bash("await-http.sh", SparkStatus.historyRequest(plan)),
                            Duration.ofMillis(100),
                            Duration.ofSeconds(90)),
                    Effect.WAIT));
        }
        return actions;
    }

    private List<DesiredFile> files(ClusterPlan plan) {
        return List.of(new SparkUnits(plan, inputs).history());
    }

    private List<DesiredUnit> units(ClusterPlan plan) {
        List<DesiredFile> everything = Stream.concat(
                        files(plan).stream(),
                        new SparkFiles(plan, inputs).of(plan.spark().history()).stream())
                .toList();
        return List.of(
                DesiredUnit.restarted(SparkUnits.HISTORY, Inputs.hash(everything, ConfigStep.trustStoreSum(inputs))));
    }
}
