package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
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
import java.util.stream.Stream;

/** Master and workers run, and every worker has registered with what the plan gives it. Needs no S3. */
final class ClusterStep implements Step {
    static final String NAME = "spark/cluster";
    private static final Duration REGISTERED = Duration.ofSeconds(90);

    private final SparkInputs inputs;

    ClusterStep(SparkInputs inputs) {
        this.inputs = inputs;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of(ConfigStep.NAME, VolumeStep.NAME, DistributionStep.NAME);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        for (MachineId host : plan.spark().hosts()) {
            probes.add(FileFacts.probeOf(host, "spark/units/files", units(plan, host)));
            probes.add(UnitFacts.probeOf(host, "spark/units", desired(plan, host)));
        }
        probes.add(SparkStatus.master(plan));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        for (MachineId host : plan.spark().hosts()) {
            List<DesiredFile> files = units(plan, host);
            List<DesiredUnit> units = desired(plan, host);
            actions.addAll(
                    FileFacts.actions(host, files, facts.get(FileFacts.probeOf(host, "spark/units/files", files))));
            actions.addAll(UnitFacts.actions(host, units, facts.get(UnitFacts.probeOf(host, "spark/units", units))));
        }
        if (!facts.get(SparkStatus.master(plan)).problems(plan).isEmpty()) {
            actions.add(await(plan));
        }
        return actions;
    }

    private static Action await(ClusterPlan plan) {
        List<String> parameters = new ArrayList<>(
                List.of(plan.address(plan.spark().master()), Integer.toString(SparkLayout.MASTER_WEB_PORT)));
        plan.spark().workers().stream()
                .map(WorkerPlan::machine)
                .map(plan::address)
                .forEach(parameters::add);
        return new Action(
                plan.spark().master(),
                "wait for " + plan.spark().workers().size() + " workers",
                new Operation.Await(Scripts.bash("await-workers.sh", parameters), Duration.ofMillis(100), REGISTERED),
                Effect.WAIT);
    }

    private List<DesiredFile> units(ClusterPlan plan, MachineId host) {
        return new SparkUnits(plan, inputs).cluster(host);
    }

    private List<DesiredUnit> desired(ClusterPlan plan, MachineId host) {
        List<DesiredFile> daemon = new SparkFiles(plan, inputs).daemon(host);
        return units(plan, host).stream()
                .map(unit -> DesiredUnit.restarted(SparkUnits.name(unit), hash(unit, daemon)))
                .toList();
    }

    private String hash(DesiredFile unit, List<DesiredFile> daemon) {
        return switch (SparkUnits.name(unit)) {
            // The mounts depend on nothing but their own unit.
            case SparkUnits.VOLUMES -> Inputs.hash(List.of(unit));
            case SpotWatch.UNIT -> Inputs.hash(List.of(unit, SpotWatch.program()));
            default ->
                Inputs.hash(Stream.concat(Stream.of(unit), daemon.stream()).toList(), ConfigStep.trustStoreSum(inputs));
        };
    }
}
