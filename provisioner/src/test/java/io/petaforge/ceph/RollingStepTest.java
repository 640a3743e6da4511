package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.remote.Output;
import io.petaforge.spec.InventoryReader;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Restarted;
import io.petaforge.step.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** In which order daemons take over a changed setting, from facts recorded on a healthy cluster. */
class RollingStepTest {
    private final Step rolling = CephCasesTest.steps().stream()
            .filter(step -> step.name().equals("ceph/rolling"))
            .findFirst()
            .orElseThrow();

    @Test
    void monitorsThenManagersThenOneFailureDomainAfterTheOtherThenGateways() throws IOException {
        ClusterPlan changed = plan("osd_max_backfills: 2");
        Facts facts = CephCasesTest.facts(CephCasesTest.ROOT.resolve("cases/converged"));
        List<String> turns = new ArrayList<>();
        while (turns.size() < 20) {
            List<Action> actions = rolling.actions(changed, facts);
            if (actions.isEmpty()) {
                break;
            }
            turns.add(actions.stream()
                    .map(action -> action.machine() + ": " + action.title())
                    .collect(Collectors.joining("; ")));
            facts = Restarted.facts(rolling, changed, facts, actions);
        }
        assertEquals(
                List.of(
                        "storage-1: restart ceph-mon@storage-1.service",
                        "storage-2: restart ceph-mon@storage-2.service",
                        "storage-3: restart ceph-mon@storage-3.service",
                        "storage-2: restart ceph-mgr@storage-2.service",
                        "storage-1: restart ceph-mgr@storage-1.service",
                        "storage-1: restart ceph-osd@0.service, restart ceph-osd@1.service",
                        "storage-2: restart ceph-osd@2.service, restart ceph-osd@3.service",
                        "storage-3: restart ceph-osd@4.service, restart ceph-osd@5.service",
                        gateway("storage-3"),
                        gateway("storage-1")),
                turns);
        assertTrue(rolling.turns(changed) >= 2 * turns.size(), "there are rounds for all of them, and for the waits");
    }

    @Test
    void nobodyHasATurnWhileTheClusterHasNotSettled() throws IOException {
        Facts facts = CephCasesTest.facts(CephCasesTest.ROOT.resolve("cases/mon-was-added-but-not-started"));
        List<Action> actions = rolling.actions(plan("osd_max_backfills: 2"), facts);
        assertEquals(List.of(Effect.WAIT), actions.stream().map(Action::effect).toList());
    }

    @Test
    void aWarningThatWasNotThereBeforeStopsTheTurns() throws IOException {
        ClusterPlan changed = plan("osd_max_backfills: 2");
        Facts facts = CephCasesTest.facts(CephCasesTest.ROOT.resolve("cases/converged"));
        List<Action> first = rolling.actions(changed, facts);
        Facts after = Restarted.facts(rolling, changed, facts, first);
        assertEquals(
                List.of(Effect.WAIT),
                rolling.actions(changed, after.with(warned(changed, after, "PG_AVAILABILITY"))).stream()
                        .map(Action::effect)
                        .toList());
        // One that a restart neither causes nor cures.
        assertEquals(
                List.of(Effect.RESTART),
                rolling.actions(changed, after.with(warned(changed, after, "OSD_NEARFULL"))).stream()
                        .map(Action::effect)
                        .toList());
    }

    @Test
    void allTurnsAreForeseen() throws IOException {
        ClusterPlan changed = plan("osd_max_backfills: 2");
        Facts facts = CephCasesTest.facts(CephCasesTest.ROOT.resolve("cases/converged"));
        List<List<Action>> course = rolling.course(changed, facts);
        assertEquals(10, course.size());
        for (List<Action> turn : course) {
            assertEquals(turn, rolling.actions(changed, facts));
            facts = Restarted.facts(rolling, changed, facts, turn);
        }
        assertEquals(List.of(), rolling.actions(changed, facts));
    }

    /** The facts of a cluster with one more warning. */
    private static Map<Facts.Key, Output> warned(ClusterPlan plan, Facts facts, String check) {
        Probe<?> asked = Cluster.state(plan);
        Output before = facts.get(new Probe<>(asked.machine(), asked.key(), asked.command(), output -> output));
        String told = before.stdout().replace("\"health\": {}", "\"health\": {\"" + check + "\": \"a test\"}");
        assertTrue(!told.equals(before.stdout()));
        return Map.of(new Facts.Key(asked.machine(), asked.key()), new Output(0, told, ""));
    }

    @Test
    void noOtherStepRestartsADaemonThatRuns() throws IOException {
        ClusterPlan changed = plan("osd_max_backfills: 2");
        Facts facts = CephCasesTest.facts(CephCasesTest.ROOT.resolve("cases/converged"));
        for (Step step : CephCasesTest.steps()) {
            if (step != rolling && !step.name().equals("ceph/rolling")) {
                assertTrue(
                        step.actions(changed, facts).stream().noneMatch(action -> action.effect() == Effect.RESTART),
                        step.name());
            }
        }
    }

    private static String gateway(String host) {
        return host + ": restart ceph-radosgw@rgw." + host + ".service; " + host + ": wait for ceph-radosgw@rgw." + host
                + ".service to listen";
    }

    private static ClusterPlan plan(String setting) throws IOException {
        Path file = CephCasesTest.ROOT.resolve("cluster.yaml");
        String text = Files.readString(file);
        assertTrue(!text.contains("\nceph:"), "the test adds that section");
        return new ClusterPlanner(InventoryReader.parse(file, text + "\nceph: {settings: {" + setting + "}}\n")
                        .spec())
                .plan(CephCasesTest.machines());
    }
}
