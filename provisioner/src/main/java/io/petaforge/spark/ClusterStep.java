package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Facts;
import io.petaforge.step.FileFacts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Master and workers run, and every worker has registered with what the plan gives it. Needs no S3. Those that run with older
 * inputs go on until it is their turn in {@link RollingStep}.
 */
final class ClusterStep implements Step {
    static final String NAME = "spark/cluster";

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
        SparkDaemons daemons = new SparkDaemons(plan, inputs);
        List<Probe<?>> probes = new ArrayList<>();
        for (MachineId host : plan.spark().hosts()) {
            probes.add(FileFacts.probeOf(host, "spark/units/files", daemons.files(host)));
            probes.add(daemons.clusterState(host));
        }
        probes.add(SparkStatus.master(plan));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        SparkDaemons daemons = new SparkDaemons(plan, inputs);
        List<Action> actions = new ArrayList<>();
        boolean outdated = false;
        for (MachineId host : plan.spark().hosts()) {
            List<DesiredFile> files = daemons.files(host);
            List<DesiredUnit> units = daemons.cluster(host);
            Map<String, UnitState> found = facts.get(daemons.clusterState(host));
            actions.addAll(
                    FileFacts.actions(host, files, facts.get(FileFacts.probeOf(host, "spark/units/files", files))));
            actions.addAll(UnitFacts.starts(host, units, found));
            outdated |= !UnitFacts.outdated(units, found).isEmpty();
        }
        // Daemons that have not had their turn may be what keeps the others from being registered.
        if (!outdated && !facts.get(SparkStatus.master(plan)).problems(plan).isEmpty()) {
            actions.add(Registered.all(plan));
        }
        return actions;
    }
}
