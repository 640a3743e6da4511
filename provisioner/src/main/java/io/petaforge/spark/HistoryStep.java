package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Facts;
import io.petaforge.step.FileFacts;
import io.petaforge.step.FileState;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The history server answers; it reads its event log over S3A and so proves keys, certificate and endpoint. One that runs
 * with older inputs goes on until it is its turn in {@link RollingStep}.
 */
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
        SparkDaemons daemons = new SparkDaemons(plan, inputs);
        return List.of(files(plan, daemons), daemons.historyState(), SparkStatus.history(plan));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        MachineId host = plan.spark().history();
        SparkDaemons daemons = new SparkDaemons(plan, inputs);
        List<DesiredUnit> unit = List.of(daemons.history());
        Map<String, UnitState> found = facts.get(daemons.historyState());
        List<Action> actions = new ArrayList<>(
                FileFacts.actions(host, List.of(daemons.historyFile()), facts.get(files(plan, daemons))));
        actions.addAll(UnitFacts.starts(host, unit, found));
        // With older keys it may not answer before its turn.
        if (UnitFacts.outdated(unit, found).isEmpty() && !facts.get(SparkStatus.history(plan))) {
            actions.add(Registered.history(plan));
        }
        return actions;
    }

    private static Probe<Map<String, FileState>> files(ClusterPlan plan, SparkDaemons daemons) {
        return FileFacts.probeOf(plan.spark().history(), "spark/history/files", List.of(daemons.historyFile()));
    }
}
