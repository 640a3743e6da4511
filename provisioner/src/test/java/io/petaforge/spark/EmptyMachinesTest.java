package io.petaforge.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Secret;
import io.petaforge.ceph.CephKeys;
import io.petaforge.ceph.CephSteps;
import io.petaforge.ceph.ClusterCa;
import io.petaforge.fabric.AnycastStep;
import io.petaforge.fabric.FabricSteps;
import io.petaforge.fabric.FrrStep;
import io.petaforge.fabric.ProofStep;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.SshFleet;
import io.petaforge.remote.SshSettings;
import io.petaforge.state.Secrets;
import io.petaforge.step.Engine;
import io.petaforge.step.EngineListener;
import io.petaforge.step.EngineSettings;
import io.petaforge.step.Forecast;
import io.petaforge.step.Step;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every step can say what it would do on machines that do not exist yet: no fact of theirs is a defect or a refusal. */
class EmptyMachinesTest {
    @Test
    void everyStepForeseesWhatItMakesOfThem() throws IOException {
        ClusterPlan plan = LabPlan.plan();
        Map<String, Secret> made = new HashMap<>();
        Secrets secrets = (name, generator) -> made.computeIfAbsent(name, missing -> generator.get());
        List<Step> steps = new ArrayList<>(FabricSteps.all());
        steps.addAll(CephSteps.of(
                new CephKeys(secrets),
                new ClusterCa(secrets, plan.cluster(), Instant.parse("2026-11-22T16:53:00Z")),
                new CephSteps.Surroundings(
                        Set.of(), Set.of(ProofStep.NAME), Set.of(AnycastStep.NAME), Optional::empty)));
        steps.add(new AnycastStep(
                ClusterPlan.S3_SERVICE,
                plan.ceph().s3().port(),
                host -> "ceph-radosgw@rgw." + host + ".service",
                Set.of(CephSteps.RGW, FrrStep.NAME)));
        SparkInputs inputs = LabPlan.inputs(Map.of());
        steps.addAll(SparkSteps.of(new SparkInputs(
                inputs.resource(),
                inputs.authentication(),
                inputs.accessKey(),
                inputs.secretKey(),
                inputs.caCertificate(),
                inputs.eventLog(),
                inputs.s3a(),
                Set.of(),
                Set.of(ProofStep.NAME),
                Set.of(CephSteps.S3_PROOF))));
        try (Fleet nobody = SshFleet.of(List.of(), SshSettings.DEFAULTS)) {
            Forecast forecast = new Engine(nobody, EngineSettings.DEFAULTS, EngineListener.SILENT)
                    .forecast(plan, steps, Map.of(), machine -> List.of());
            assertEquals(Optional.empty(), forecast.refusal().map(Throwable::getMessage));
            assertTrue(forecast.missing().containsAll(plan.hosts()));
            Set<String> idle = new TreeSet<>();
            forecast.steps().stream().filter(step -> step.actions().isEmpty()).forEach(step -> idle.add(step.step()));
            // Lab hosts have their interfaces and packages; what runs nowhere is neither handed on, restarted nor given
            // up, and
            // the OSDs of a new cluster have their whole weight at once.
            assertEquals(
                    Set.of(
                            "ceph/depart",
                            "ceph/packages",
                            "ceph/rolling",
                            "ceph/weights",
                            "fabric/interfaces",
                            "spark/depart",
                            "spark/distribution",
                            "spark/rolling"),
                    idle);
        }
    }
}
