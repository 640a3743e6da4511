package io.petaforge.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import io.petaforge.remote.Output;
import io.petaforge.spark.dist.LockFile;
import io.petaforge.spark.dist.SparkResource;
import io.petaforge.spark.dist.SparkVersions;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Restarted;
import io.petaforge.step.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In which order Spark's daemons take over what has changed, on a lab whose compute-1 runs all three kinds. */
class RollingStepTest {
    private static final String DRAIN = "let the executors of the Spark worker end";
    private static final String WORKER = "restart petaforge-spark-worker.service";
    private static final String REGISTER = "wait for the worker to register";
    private static final String MASTER = "compute-1: restart petaforge-spark-master.service, ";
    private static final String HISTORY =
            "compute-1: restart petaforge-spark-history.service, wait for the history server";

    private final ClusterPlan plan = LabPlan.plan();
    private final SparkInputs inputs = LabPlan.inputs(Map.of());

    RollingStepTest() throws IOException {}

    @Test
    void workersOfOtherSizeAreEmptiedAndRestartedOneRackAfterTheOther() throws IOException {
        ClusterPlan smaller = withMemory(ByteSize.ofGiB(2));
        assertEquals(
                List.of(worker("compute-1"), worker("compute-2"), worker("compute-3")),
                turns(smaller, inputs, facts(plan, inputs, smaller)));
    }

    @Test
    void anotherDistributionOfTheLineGoesThroughWorkersMasterAndHistoryServer() throws IOException {
        SparkInputs newer = with(inputs.authentication(), versions("4.1.9"), "e");
        assertEquals(
                List.of(
                        worker("compute-1"),
                        worker("compute-2"),
                        worker("compute-3"),
                        MASTER + "wait for 3 workers",
                        HISTORY),
                turns(plan, newer, facts(plan, inputs, plan)));
    }

    @Test
    void whatCannotTalkToEachOtherIsRestartedAtOnce() throws IOException {
        List<String> atOnce = List.of(
                MASTER + "wait for the master",
                Stream.of("compute-1", "compute-2", "compute-3")
                        .map(host -> host + ": " + WORKER + ", " + REGISTER)
                        .collect(Collectors.joining("; ")),
                HISTORY);
        SparkInputs secret =
                with(new Secret("another-secret"), inputs.resource().lock().versions(), "f");
        assertEquals(atOnce, turns(plan, secret, facts(plan, inputs, plan)));
        SparkInputs line = with(inputs.authentication(), versions("4.2.0"), "e");
        assertEquals(atOnce, turns(plan, line, facts(plan, inputs, plan)));
    }

    @Test
    void settingsOfApplicationsRestartTheHistoryServerAlone() throws IOException {
        assertEquals(
                List.of(HISTORY),
                turns(plan, LabPlan.inputs(Map.of("fs.s3a.threads.max", "8")), facts(plan, inputs, plan)));
    }

    @Test
    void theNextWorkerHasNoTurnBeforeTheLastIsBack() throws IOException {
        ClusterPlan smaller = withMemory(ByteSize.ofGiB(2));
        RollingStep step = new RollingStep(inputs);
        Facts before = facts(plan, inputs, smaller);
        // Its stamp is there, and the master still tells of the worker as it was.
        Facts gone = Restarted.facts(step, smaller, before, step.actions(smaller, before))
                .with(master(new ConvergedSpark(plan).master()));
        assertEquals(List.of("compute-1: " + REGISTER), List.of(told(step.actions(smaller, gone))));
        assertEquals(3, step.course(smaller, gone).size(), "the others follow");
    }

    @Test
    void aMasterThatMayNotUnderstandItsNewWorkersHasItsTurn() throws IOException {
        SparkInputs newer = with(inputs.authentication(), versions("4.1.9"), "e");
        RollingStep step = new RollingStep(newer);
        Facts before = facts(plan, inputs, plan);
        Facts gone = Restarted.facts(step, plan, before, step.actions(plan, before))
                .with(master(
                        new ConvergedSpark(plan).master().replaceFirst("\"state\":\"ALIVE\"", "\"state\":\"DEAD\"")));
        assertEquals(MASTER + "wait for the master", told(step.actions(plan, gone)));
    }

    @Test
    void noOtherStepRestartsADaemonThatRuns() throws IOException {
        SparkInputs newer = with(inputs.authentication(), versions("4.1.9"), "e");
        for (Step step : List.of(new ClusterStep(newer), new HistoryStep(newer))) {
            assertTrue(
                    step.actions(plan, facts(plan, inputs, plan).with(files(step))).stream()
                            .noneMatch(action -> action.effect() == Effect.RESTART || action.effect() == Effect.WAIT),
                    step.name());
        }
    }

    @Test
    void aQuarterOfTheWorkersIsAwayAtMost() {
        List<Integer> sizes = WorkerTurns.of(withWorkers(
                        Stream.of("compute-1", "compute-2", "compute-3")
                                .map(MachineId::new)
                                .toList(),
                        4))
                .stream()
                .map(List::size)
                .toList();
        assertEquals(List.of(3, 1, 3, 1, 3, 1), sizes);
    }

    private static String worker(String host) {
        return host + ": " + DRAIN + ", " + WORKER + ", " + REGISTER;
    }

    /** The turns as they come one after the other, where each brings about what it is for. */
    private static List<String> turns(ClusterPlan plan, SparkInputs inputs, Facts facts) {
        RollingStep step = new RollingStep(inputs);
        List<List<Action>> foreseen = step.course(plan, facts);
        List<String> turns = new ArrayList<>();
        while (turns.size() < 20) {
            List<Action> actions = step.actions(plan, facts);
            if (actions.isEmpty()) {
                break;
            }
            turns.add(told(actions));
            facts = Restarted.facts(step, plan, facts, actions);
        }
        assertEquals(turns, foreseen.stream().map(RollingStepTest::told).toList());
        assertTrue(step.turns(plan) >= turns.size());
        return turns;
    }

    private static String told(List<Action> actions) {
        Map<String, List<String>> hosts = new TreeMap<>();
        actions.forEach(action -> hosts.computeIfAbsent(action.machine().value(), host -> new ArrayList<>())
                .add(action.title()));
        return hosts.entrySet().stream()
                .map(host -> host.getKey() + ": " + String.join(", ", host.getValue()))
                .collect(Collectors.joining("; "));
    }

    /** A cluster that runs with a plan and inputs, and whose master tells what another plan expects. */
    private static Facts facts(ClusterPlan runs, SparkInputs inputs, ClusterPlan told) throws IOException {
        SparkDaemons daemons = new SparkDaemons(runs, inputs);
        Map<Facts.Key, Output> outputs = new HashMap<>(master(new ConvergedSpark(told).master()));
        for (MachineId host : runs.spark().hosts()) {
            outputs.put(key(daemons.clusterState(host)), running(daemons.cluster(host)));
        }
        outputs.put(key(daemons.historyState()), running(List.of(daemons.history())));
        outputs.put(key(SparkStatus.history(runs)), new Output(0, "", ""));
        return new Facts(outputs);
    }

    private Map<Facts.Key, Output> files(Step step) {
        Map<Facts.Key, Output> outputs = new HashMap<>();
        step.probes(plan).stream()
                .filter(probe -> probe.key().endsWith("/files"))
                .forEach(probe -> outputs.put(key(probe), new Output(0, "", "")));
        return outputs;
    }

    private static Map<Facts.Key, Output> master(String answer) {
        return Map.of(new Facts.Key(new MachineId("compute-1"), "spark/master"), new Output(0, answer, ""));
    }

    private static Facts.Key key(Probe<?> probe) {
        return new Facts.Key(probe.machine(), probe.key());
    }

    private static Output running(List<DesiredUnit> units) {
        return new Output(
                0,
                units.stream().map(unit -> "stamp " + unit.inputsHash() + "\n").collect(Collectors.joining())
                        + units.stream()
                                .map(unit -> "\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\n"
                                        + "NeedDaemonReload=no\n")
                                .collect(Collectors.joining()),
                "");
    }

    private SparkInputs with(Secret authentication, SparkVersions versions, String id) {
        LockFile lock = inputs.resource().lock();
        return new SparkInputs(
                new SparkResource(
                        id.repeat(64),
                        new LockFile(versions, lock.sdk(), lock.tarball(), lock.entries()),
                        inputs.resource().archive(),
                        inputs.resource().size(),
                        inputs.resource().archiveSha256(),
                        inputs.resource().sumsSha256()),
                authentication,
                inputs.accessKey(),
                inputs.secretKey(),
                inputs.caCertificate(),
                inputs.eventLog(),
                inputs.s3a(),
                inputs.afterPackages(),
                inputs.afterFabric(),
                inputs.afterS3());
    }

    private SparkVersions versions(String spark) {
        SparkVersions now = inputs.resource().lock().versions();
        return new SparkVersions(spark, now.scala(), now.hadoop());
    }

    private ClusterPlan withMemory(ByteSize memory) {
        return LabPlan.with(
                plan.machines(),
                plan.spark().workers().stream()
                        .map(worker -> new WorkerPlan(
                                worker.machine(),
                                worker.workspaceSerial(),
                                worker.cacheSerials(),
                                worker.cores(),
                                memory,
                                worker.spot()))
                        .toList(),
                Map.of());
    }

    /** So many workers in the rack of each host. */
    private ClusterPlan withWorkers(List<MachineId> hosts, int each) {
        List<WorkerPlan> workers = new ArrayList<>();
        List<Machine> machines = new ArrayList<>();
        for (MachineId host : hosts) {
            Machine like = plan.machines().stream()
                    .filter(machine -> machine.id().equals(host))
                    .findFirst()
                    .orElseThrow();
            for (int i = 0; i < each; i++) {
                MachineId id = new MachineId(host + "-" + i);
                machines.add(new Machine(
                        id, like.group(), like.location(), like.threads(), like.memory(), like.disks(), like.nics()));
                workers.add(new WorkerPlan(id, "w" + id, List.of(), 2, ByteSize.ofGiB(1), false));
            }
        }
        return LabPlan.with(machines, workers, Map.of());
    }
}
