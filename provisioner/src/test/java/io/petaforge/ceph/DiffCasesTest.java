package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Nic;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.plan.PlanDiff;
import io.petaforge.plan.PlanInForce;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.Output;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.remote.RemoteHost;
import io.petaforge.remote.Reply;
import io.petaforge.report.DiffReport;
import io.petaforge.report.DiffText;
import io.petaforge.spec.InventoryReader;
import io.petaforge.state.Secrets;
import io.petaforge.step.Engine;
import io.petaforge.step.EngineListener;
import io.petaforge.step.EngineSettings;
import io.petaforge.step.Facts;
import io.petaforge.step.Forecast;
import io.petaforge.step.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code plan} shows of Ceph after a change, from facts recorded on real hosts. A case is a folder with {@code
 * case.json} (what is edited in the inventory, and which hosts are lost) and {@code expected.txt}; {@code
 * -Dpetaforge.golden=write} writes the latter anew.
 */
class DiffCasesTest {
    private static final Path ROOT = Path.of("src/test/resources/io/petaforge/ceph");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FixedSecrets RECORDED = new FixedSecrets(ROOT.resolve("throwaway-secrets"));
    private static final Map<String, Secret> MADE = new HashMap<>();

    /** Those of the recorded cluster; what it does not have is made once. */
    private static final Secrets SECRETS = (name, generator) -> {
        try {
            return RECORDED.get(name, generator);
        } catch (AssertionError unknown) {
            return MADE.computeIfAbsent(name, missing -> generator.get());
        }
    };

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT.resolve("diffs"))) {
            return folders.sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
        }
    }

    @Test
    void aClusterThatIsAsPlannedHasNothingToDo() throws IOException {
        ClusterPlan plan = plan(Files.readString(ROOT.resolve("cluster.yaml")), Optional.empty());
        Forecast forecast = forecast(plan, Set.of());
        assertTrue(forecast.isNothing());
        assertTrue(forecast.observed()
                .get(new MachineId("storage-1"))
                .containsKey("ceph/config/files /etc/ceph/ceph.conf"));
        assertEquals(
                "Nothing to do: every host is as planned.\n",
                DiffText.render(DiffReport.of("ceph", "a", "a", List.of(), forecast, List.of()), false));
    }

    @Test
    void whatIsObservedIsTheSameWhenAskedAgain() throws IOException {
        ClusterPlan plan = plan(Files.readString(ROOT.resolve("cluster.yaml")), Optional.empty());
        assertEquals(
                forecast(plan, Set.of()).observed(), forecast(plan, Set.of()).observed());
    }

    private void check(Path folder) throws IOException {
        JsonNode description = JSON.readTree(folder.resolve("case.json").toFile());
        String inventory = Files.readString(ROOT.resolve("cluster.yaml"));
        ClusterPlan before = plan(inventory, Optional.empty());
        for (JsonNode edit : description.get("edits")) {
            String edited =
                    inventory.replaceFirst(edit.get(0).asText(), edit.get(1).asText());
            assertTrue(!edited.equals(inventory), edit + " changes nothing");
            inventory = edited;
        }
        ClusterPlan after = plan(inventory, Optional.of(PlanInForce.of(before)));
        Set<String> lost = new TreeSet<>();
        description.path("lost").forEach(host -> lost.add(host.asText()));
        Set<MachineId> leaving = new TreeSet<>(before.hosts());
        leaving.removeAll(after.hosts());
        String found = DiffText.render(
                DiffReport.of(
                        after.cluster(), "new", "old", PlanDiff.between(before, after), forecast(after, lost), leaving),
                false);
        Path expected = folder.resolve("expected.txt");
        if (System.getProperty("petaforge.golden", "").equals("write")) {
            Files.writeString(expected, found);
        }
        assertEquals(Files.readString(expected), found);
    }

    private static Forecast forecast(ClusterPlan plan, Set<String> lost) throws IOException {
        List<Step> steps = CephSteps.of(
                new CephKeys(SECRETS),
                new ClusterCa(SECRETS, "ceph", Instant.parse("2026-11-22T16:53:00Z")),
                new CephSteps.Surroundings(Set.of(), Set.of(), Set.of(), Optional::empty));
        return new Engine(new Recorded(plan, steps, lost), EngineSettings.DEFAULTS, EngineListener.SILENT)
                .forecast(
                        plan,
                        steps,
                        Map.of(),
                        machine -> plan.ceph().mons().contains(machine)
                                ? plan.ceph().mons()
                                : List.of());
    }

    private ClusterPlan plan(String inventory, Optional<PlanInForce> inForce) throws IOException {
        Path file = Files.writeString(directory.resolve("cluster.yaml"), inventory);
        ClusterPlanner planner = new ClusterPlanner(InventoryReader.read(file), inForce);
        Map<MachineId, Machine> known = CephCasesTest.machines().stream()
                .collect(Collectors.toMap(Machine::id, machine -> machine, (a, b) -> a, TreeMap::new));
        return planner.plan(planner.request().machines().stream()
                .map(asked -> known.getOrDefault(asked.id(), machine(asked)))
                .toList());
    }

    private static Machine machine(MachineRequest asked) {
        List<Disk> disks = new ArrayList<>();
        for (DiskRequest request : asked.disks()) {
            for (int i = 0; i < request.count(); i++) {
                disks.add(new Disk(
                        "NEW-" + asked.id() + "-" + disks.size(), "test", request.atLeast(), request.media(), false));
            }
        }
        disks.add(new Disk("NEW-" + asked.id() + "-boot", "test", ByteSize.ofGiB(30), Media.SSD, true));
        return new Machine(
                asked.id(),
                asked.group(),
                new Location(asked.rack()),
                asked.threads(),
                asked.memory(),
                disks,
                asked.ports().stream()
                        .map(port -> new Nic(port, BitRate.ofGbit(10)))
                        .toList());
    }

    /** The hosts of the recording; those of the plan that it has not do not exist. */
    private static final class Recorded implements Fleet {
        private final Map<Facts.Key, Output> outputs = new HashMap<>();
        private final Map<Command, String> keys = new HashMap<>();
        private final Set<MachineId> machines = new TreeSet<>();
        private final Set<String> lost;

        Recorded(ClusterPlan plan, List<Step> steps, Set<String> lost) throws IOException {
            this.lost = lost;
            JSON.readTree(ROOT.resolve("facts/converged.json").toFile())
                    .fields()
                    .forEachRemaining(entry -> {
                        String[] where = entry.getKey().split(" ", 2);
                        machines.add(new MachineId(where[0]));
                        outputs.put(
                                new Facts.Key(new MachineId(where[0]), where[1]),
                                new Output(
                                        entry.getValue().get("status").asInt(),
                                        entry.getValue().get("stdout").asText(),
                                        entry.getValue().get("stderr").asText()));
                    });
            steps.forEach(step -> step.probes(plan)
                    .forEach(probe -> keys.put(probe.command(), probe.machine() + "\n" + probe.key())));
        }

        @Override
        public Set<MachineId> machines() {
            return machines;
        }

        @Override
        public RemoteHost host(MachineId machine) {
            return new RemoteHost() {
                @Override
                public MachineId machine() {
                    return machine;
                }

                @Override
                public Reply run(Bundle bundle) {
                    if (lost.contains(machine.value())) {
                        throw new RemoteFailure(
                                machine,
                                RemoteFailure.Kind.FINAL,
                                Problem.of("PF-SSH-001", "nobody answers at 10.0.0.2:22", "see whether it is on"));
                    }
                    return new Reply(
                            List.of(),
                            bundle.probes().stream().map(this::answer).toList());
                }

                private Output answer(Command command) {
                    String[] where = keys.getOrDefault(command, "\n").split("\n", 2);
                    // A question about the whole cluster has the same answer on each of its monitors.
                    Output output = outputs.get(new Facts.Key(new MachineId(where[0]), where[1]));
                    return output == null ? new Output(127, "", "") : output;
                }

                @Override
                public long roundTrips() {
                    return 0;
                }
            };
        }

        @Override
        public void close() {}
    }
}
