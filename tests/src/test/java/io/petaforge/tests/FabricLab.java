package io.petaforge.tests;

import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Progress;
import io.petaforge.api.SshAccess;
import io.petaforge.fabric.FabricSteps;
import io.petaforge.fabric.proof.FabricProof;
import io.petaforge.fabric.proof.Verdict;
import io.petaforge.lab.LabSubstrate;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.SshFleet;
import io.petaforge.remote.SshSettings;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.step.Engine;
import io.petaforge.step.EngineListener;
import io.petaforge.step.EngineSettings;
import io.petaforge.step.RunResult;
import java.time.Duration;
import java.util.Map;

/** The fabric of an inventory in a lab on this machine, without the services that would run on it. */
final class FabricLab implements AutoCloseable {
    /** A machine that is off is known to be after this long; one that is on answers in milliseconds. */
    private static final Duration NO_PATIENCE = Duration.ZERO;

    private final LabSubstrate substrate;
    private final ClusterPlan plan;
    private final Map<MachineId, SshAccess> access;

    private FabricLab(LabSubstrate substrate, ClusterPlan plan, Map<MachineId, SshAccess> access) {
        this.substrate = substrate;
        this.plan = plan;
        this.access = Map.copyOf(access);
    }

    /** Makes the machines and switches, and brings the network's steps about. */
    static FabricLab build(ClusterSpec spec, Progress progress) {
        LabSubstrate substrate = LabSubstrate.ofThisMachine();
        ClusterPlanner planner = new ClusterPlanner(spec);
        ClusterPlan plan = planner.plan(substrate.offer(planner.request()));
        FabricLab lab = new FabricLab(substrate, plan, substrate.acquire(planner.request(), progress));
        try {
            lab.converge();
        } catch (PetaforgeException failure) {
            lab.close();
            throw failure;
        }
        return lab;
    }

    /** Brings the network's steps about again, as a build would. */
    RunResult converge() {
        try (Fleet fleet = fleet(SshSettings.DEFAULTS)) {
            RunResult result =
                    new Engine(fleet, EngineSettings.DEFAULTS, EngineListener.SILENT).run(plan, FabricSteps.all());
            result.failure().ifPresent(failure -> {
                throw failure;
            });
            return result;
        }
    }

    LabSubstrate substrate() {
        return substrate;
    }

    String cluster() {
        return plan.cluster();
    }

    ClusterPlan plan() {
        return plan;
    }

    DataCenterPlan fabric() {
        return plan.fabric();
    }

    /** What 'petaforge network verify' would find now. */
    Verdict proof() {
        try (Fleet fleet = fleet(SshSettings.DEFAULTS.withBoot(NO_PATIENCE))) {
            return FabricProof.of(plan.fabric()).run(fleet);
        }
    }

    /** Connections to all machines. */
    Fleet fleet(SshSettings settings) {
        return SshFleet.of(access.values(), settings);
    }

    @Override
    public void close() {
        substrate.release(plan.cluster(), Progress.SILENT);
        substrate.close();
    }
}
