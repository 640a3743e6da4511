package io.petaforge.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Output;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DistributionStepTest {
    private static final String HAS = "sums " + "c".repeat(64) + "\n";

    private final ClusterPlan plan = LabPlan.plan();
    private final SparkInputs inputs;

    DistributionStepTest() throws IOException {
        inputs = LabPlan.inputs(Map.of());
    }

    @Test
    void oneUploadAndOnlyIfNobodyHasIt() {
        SeedStep seed = new SeedStep(inputs);
        List<Action> actions = seed.actions(plan, facts(seed.probes(plan), Map.of()));
        assertEquals(List.of("compute-1", "compute-1"), hosts(actions));
        assertTrue(actions.get(0).title().startsWith("upload "));
        assertEquals(
                List.of(), seed.actions(plan, facts(seed.probes(plan), Map.of("compute-3", HAS))), "a host has it");
        assertEquals(
                2,
                seed.actions(plan, facts(seed.probes(plan), Map.of("compute-3", "sums " + "0".repeat(64))))
                        .size(),
                "another distribution under that name does not count");
    }

    @Test
    void whoHasItServesAndStopsWhenAllHaveIt() {
        DistributionStep step = new DistributionStep(inputs);
        assertEquals(
                List.of(
                        "compute-1 write /etc/systemd/system/petaforge-spark-seed@.service",
                        "compute-1 write /etc/systemd/system/petaforge-spark-seed.socket",
                        "compute-1 hand out the distribution",
                        "compute-2 fetch the distribution from compute-1",
                        "compute-3 fetch the distribution from compute-1"),
                titles(step, Map.of("compute-1", HAS)));
        // A run that was killed while compute-1 was serving: it is not set up a second time.
        assertEquals(
                List.of("compute-3 fetch the distribution from compute-1"),
                titles(step, Map.of("compute-1", HAS + "serving\n", "compute-2", HAS)));
        assertEquals(
                List.of("compute-1 stop handing out the distribution"),
                titles(step, Map.of("compute-1", HAS + "serving\n", "compute-2", HAS, "compute-3", HAS)));
        assertEquals(List.of(), titles(step, Map.of("compute-1", HAS, "compute-2", HAS, "compute-3", HAS)));
    }

    private List<String> titles(DistributionStep step, Map<String, String> outputs) {
        return step.actions(plan, facts(step.probes(plan), outputs)).stream()
                .map(action -> action.machine() + " " + action.title())
                .toList();
    }

    private static List<String> hosts(List<Action> actions) {
        return actions.stream().map(action -> action.machine().value()).toList();
    }

    private static Facts facts(List<Probe<?>> probes, Map<String, String> outputs) {
        Map<Facts.Key, Output> facts = new HashMap<>();
        for (Probe<?> probe : probes) {
            facts.put(
                    new Facts.Key(probe.machine(), probe.key()),
                    new Output(0, outputs.getOrDefault(probe.machine().value(), ""), ""));
        }
        return new Facts(facts);
    }
}
