package io.petaforge.lifetime;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.EndTimer;
import io.petaforge.api.MachineId;
import io.petaforge.network.dc.Device;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Facts;
import io.petaforge.step.FileFacts;
import io.petaforge.step.FileState;
import io.petaforge.step.Inputs;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every machine switches itself off at the cluster's end, whether anybody is there then or not. First of all steps: a run that
 * is killed in the middle has left machines that end. Where user data brought the timer already, it is found as it must be,
 * until the cluster gets another end.
 */
public final class EndStep implements Step {
    /** This step's name. */
    public static final String NAME = "machines/end";

    private final List<DesiredFile> files;
    private final List<DesiredUnit> units;

    /** A step for the machines of a cluster that ends at {@code end}. */
    public EndStep(Instant end) {
        this.files = new EndTimer(requireNonNull(end, "end"))
                .files().entrySet().stream()
                        .map(file -> DesiredFile.plain(file.getKey(), file.getValue()))
                        .toList();
        this.units = List.of(DesiredUnit.restarted(EndTimer.TIMER, Inputs.hash(files)));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        for (Device device : plan.devices()) {
            probes.add(filesOf(device.id()));
            probes.add(unitsOf(device.id()));
        }
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        for (Device device : plan.devices()) {
            MachineId id = device.id();
            actions.addAll(FileFacts.actions(id, files, facts.get(filesOf(id))));
            actions.addAll(UnitFacts.actions(id, units, facts.get(unitsOf(id))));
        }
        return actions;
    }

    private Probe<Map<String, FileState>> filesOf(MachineId machine) {
        return FileFacts.probeOf(machine, NAME + "/files", files);
    }

    private Probe<Map<String, UnitState>> unitsOf(MachineId machine) {
        return UnitFacts.probeOf(machine, NAME + "/units", units);
    }
}
