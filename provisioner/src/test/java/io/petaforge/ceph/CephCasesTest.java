package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import io.petaforge.api.Nic;
import io.petaforge.api.PetaforgeException;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.plan.PlanInForce;
import io.petaforge.plan.Reach;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.spec.InventoryReader;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What each step would do, from facts recorded on real hosts. A case is a folder with {@code case.json} (which recording,
 * and what differs from it) and {@code expected.txt}; {@code -Dpetaforge.golden=write} writes the latter anew.
 */
class CephCasesTest {
    static final Path ROOT = Path.of("src/test/resources/io/petaforge/ceph");
    private static final ObjectMapper JSON = new ObjectMapper();
    static final FixedSecrets SECRETS = new FixedSecrets(ROOT.resolve("throwaway-secrets"));

    private final ClusterPlan plan =
            new ClusterPlanner(InventoryReader.read(ROOT.resolve("cluster.yaml"))).plan(machines());
    private final List<Step> steps = steps();

    @Test
    void allSecretsAreMadeBeforeTheSteps() {
        MemorySecrets secrets = new MemorySecrets();
        ClusterCa ca = new ClusterCa(secrets, plan.cluster(), java.time.Instant.EPOCH);
        CephSteps.makeSecrets(new CephKeys(secrets), ca, plan);
        CephKeys known = new CephKeys((name, generator) -> secrets.get(name, () -> {
            throw new AssertionError(name + " is made only when a step asks for it");
        }));
        plan.devices().forEach(device -> ConfigStep.files(plan, device.id(), known, ca));
        plan.storage().osds().forEach(osd -> known.key("osd." + osd.id()));
        new Keyring(known).everything(plan);
        new Keyring(known).mon();
        known.accessKey();
        known.secretKey();
    }

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT.resolve("cases"))) {
            return folders.sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
        }
    }

    @Test
    void aHealthyClusterIsLeftAlone() throws IOException {
        Facts facts = facts(ROOT.resolve("cases/converged"));
        for (Step step : steps) {
            assertEquals(List.of(), step.actions(plan, facts), step.name());
        }
    }

    /** The plan of the case: that of {@code cluster.yaml}, or of another inventory over one that is in force. */
    private ClusterPlan plan(Path folder) throws IOException {
        JsonNode wanted = JSON.readTree(folder.resolve("case.json").toFile()).path("plan");
        if (wanted.isMissingNode()) {
            return plan;
        }
        ClusterPlan before = new ClusterPlanner(
                        InventoryReader.read(ROOT.resolve(wanted.path("inForce").asText())))
                .plan(machines());
        Set<MachineId> known = new HashSet<>(before.hosts());
        Set<MachineId> lost = new HashSet<>();
        wanted.path("unknown").forEach(host -> known.remove(new MachineId(host.asText())));
        wanted.path("lost").forEach(host -> lost.add(new MachineId(host.asText())));
        return new ClusterPlanner(
                        InventoryReader.read(
                                ROOT.resolve(wanted.path("inventory").asText())),
                        Optional.of(PlanInForce.of(before)),
                        new Reach(known, lost))
                .plan(machines());
    }

    /** All steps, or those that the case is about. */
    private List<Step> steps(Path folder) throws IOException {
        JsonNode named = JSON.readTree(folder.resolve("case.json").toFile()).path("steps");
        Set<String> names = new HashSet<>();
        named.forEach(name -> names.add(name.asText()));
        return steps.stream()
                .filter(step -> names.isEmpty() || names.contains(step.name()))
                .toList();
    }

    @Test
    void noSecretIsInAnArgumentATitleOrAProblem() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT.resolve("cases"))) {
            for (Path folder : folders.toList()) {
                Facts facts = facts(folder);
                ClusterPlan planned = plan(folder);
                for (Step step : steps(folder)) {
                    String visible = visible(planned, step, facts);
                    assertEquals(SECRETS.mask(visible), visible, step.name() + " in " + folder.getFileName());
                }
            }
        }
    }

    @Test
    void everyStepFollowsOnesThatExist() {
        Set<String> names = new HashSet<>(Set.of("fabric/anycast"));
        steps.forEach(step -> names.add(step.name()));
        assertEquals(steps.size() + 1, names.size());
        steps.forEach(step -> assertTrue(names.containsAll(step.after()), step.name()));
    }

    @Test
    void theRecordedProofIsRead() throws IOException {
        S3ProofStep.Proof proof = facts(ROOT.resolve("cases/converged"))
                .get(S3ProofStep.proof(plan))
                .orElseThrow();
        assertEquals("https://s3.ceph.internal", proof.url());
        assertTrue(Instant.parse(proof.time()).isAfter(Instant.parse("2026-11-22T00:00:00Z")));
        assertFalse(proof.seconds() <= 0);
    }

    private void check(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        Facts facts = facts(folder);
        ClusterPlan planned = plan(folder);
        for (Step step : steps(folder)) {
            text.append("== ").append(step.name()).append("\n");
            try {
                step.actions(planned, facts).forEach(action -> text.append(render(action)));
            } catch (PetaforgeException e) {
                e.problems().forEach(problem -> text.append(problem.render()).append("\n"));
            }
        }
        Path expected = folder.resolve("expected.txt");
        String found = SECRETS.mask(text.toString()).replace("petaforge ".repeat(500), "<5000 bytes>");
        if (System.getProperty("petaforge.golden", "").equals("write")) {
            Files.writeString(expected, found);
        }
        assertEquals(Files.readString(expected), found);
    }

    private static String render(Action action) {
        StringBuilder text = new StringBuilder(action.machine() + ": " + action.title() + "\n");
        if (action.operation() instanceof Operation.WriteFile file) {
            text.append("    ")
                    .append(file.mode())
                    .append(" ")
                    .append(file.owner())
                    .append("\n");
            SECRETS.mask(file.content().reveal())
                    .lines()
                    .forEach(line -> text.append("    | ").append(line).append("\n"));
        } else if (action.operation() instanceof Operation.Exec exec) {
            text.append("    ").append(argv(exec.command())).append("\n");
            exec.command().stdin().ifPresent(input -> input.reveal()
                    .lines()
                    .forEach(line -> text.append("    < ").append(line).append("\n")));
        } else {
            text.append("    ").append(action.operation()).append("\n");
        }
        return text.toString();
    }

    /** The arguments, programs by their name. */
    private static String argv(Command command) {
        List<String> words = new ArrayList<>();
        boolean ours = Stream.of(Scripts.values()).anyMatch(script -> command.argv()
                .contains(script.with(List.of()).argv().get(2)));
        if (!ours && command.argv().get(0).equals("sh")) {
            return "(of the engine's blocks, which have their own tests)";
        }
        for (String word : command.argv()) {
            String shown = word;
            for (Scripts script : Scripts.values()) {
                if (script.with(List.of()).argv().contains(word) && word.contains("\n")) {
                    shown = "<" + script + ">";
                }
            }
            words.add(shown);
        }
        return String.join(" ", words);
    }

    private static String visible(ClusterPlan planned, Step step, Facts facts) {
        StringBuilder text = new StringBuilder();
        step.probes(planned)
                .forEach(probe -> text.append(probe.command().argv()).append("\n"));
        try {
            for (Action action : step.actions(planned, facts)) {
                text.append(action.title()).append("\n");
                if (action.operation() instanceof Operation.Exec exec) {
                    text.append(exec.command().argv()).append("\n");
                }
            }
        } catch (PetaforgeException e) {
            text.append(e.getMessage());
        }
        return text.toString();
    }

    static List<Step> steps() {
        return steps(new CephKeys(SECRETS));
    }

    static List<Step> steps(CephKeys keys) {
        return CephSteps.of(
                keys,
                new ClusterCa(SECRETS, "ceph", Instant.parse("2026-11-22T16:53:00Z")),
                new CephSteps.Surroundings(Set.of(), Set.of(), Set.of("fabric/anycast"), Optional::empty));
    }

    static Facts facts(Path folder) throws IOException {
        JsonNode description = JSON.readTree(folder.resolve("case.json").toFile());
        Map<Facts.Key, Output> outputs = new HashMap<>();
        add(
                outputs,
                JSON.readTree(ROOT.resolve("facts/" + description.get("facts").asText() + ".json")
                        .toFile()));
        add(outputs, description.get("instead"));
        return new Facts(outputs);
    }

    private static void add(Map<Facts.Key, Output> outputs, JsonNode recorded) {
        recorded.fields().forEachRemaining(entry -> {
            String[] where = entry.getKey().split(" ", 2);
            JsonNode value = entry.getValue();
            outputs.put(
                    new Facts.Key(new MachineId(where[0]), where[1]),
                    new Output(
                            value.get("status").asInt(),
                            value.get("stdout").asText(),
                            value.get("stderr").asText()));
        });
    }

    static List<Machine> machines() {
        try {
            List<Machine> machines = new ArrayList<>();
            for (JsonNode machine : JSON.readTree(ROOT.resolve("machines.json").toFile())) {
                List<Disk> disks = new ArrayList<>();
                for (JsonNode disk : machine.get("disks")) {
                    disks.add(new Disk(
                            disk.get("serial").asText(),
                            disk.get("model").asText(),
                            new ByteSize(disk.get("size").asLong()),
                            Media.valueOf(disk.get("media").asText()),
                            disk.get("boot").asBoolean()));
                }
                machines.add(new Machine(
                        new MachineId(machine.get("id").asText()),
                        machine.get("group").asText(),
                        new Location(machine.get("location").get("rack").asText()),
                        machine.get("threads").asInt(),
                        new ByteSize(machine.get("memory").asLong()),
                        disks,
                        List.of(new Nic("fab0", BitRate.parse("10Gbit/s")))));
            }
            return machines;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
