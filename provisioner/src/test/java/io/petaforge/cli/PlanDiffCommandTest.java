package io.petaforge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.LabMachines;
import io.petaforge.plan.PlanInForce;
import io.petaforge.plan.PlanJson;
import io.petaforge.report.DiffReport;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import io.petaforge.state.StateDir;
import io.petaforge.step.Forecast;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code plan} and saved plans as a user meets them, where no machine has to be asked. */
class PlanDiffCommandTest {
    private static final String NAME = "never-built";

    @TempDir
    Path directory;

    private String inventory = "";
    private Path file = Path.of("");

    private record Said(int exit, String out, String err) {}

    @BeforeEach
    void write() throws IOException {
        inventory = Files.readString(Path.of("../inventories/lab.yaml"))
                .replaceFirst("\ncluster: [a-z0-9-]+", "\ncluster: " + NAME);
        file = Files.writeString(directory.resolve("lab.yaml"), inventory);
    }

    @Test
    void exitCodeTellsThatThereIsSomethingToDo() {
        assertEquals(0, run("plan", file.toString()).exit());
        Said said = run("plan", file.toString(), "--exit-code");
        assertEquals(9, said.exit(), said.err());
        assertTrue(said.out().contains("everything is to be made"), said.out());
    }

    @Test
    void anImpossibleChangeIsRefusedByPlanAndBuildWithItsLine() throws IOException {
        accept(inventory);
        Files.writeString(file, inventory.replace("protection: replica 3", "protection: ec 2+1"));
        for (String command : List.of("plan", "build")) {
            Said said = run(command, file.toString());
            assertEquals(2, said.exit(), said.err());
            assertTrue(said.err().contains("lab.yaml:34: PF-DAY-003: storage.protection: "), said.err());
        }
    }

    @Test
    void aRenamedClusterIsRefused() throws IOException {
        ImpossibleChanges.builtFrom(StateDir.of(state(), NAME), file);
        Files.writeString(file, inventory.replace("cluster: " + NAME, "cluster: other"));
        Said said = run("plan", file.toString());
        assertEquals(2, said.exit(), said.err());
        assertTrue(said.err().contains("PF-DAY-006: cluster: "), said.err());
        assertTrue(said.err().contains("write 'cluster: " + NAME + "' again"), said.err());
        // A copy of the file is a cluster of its own.
        Path copy = Files.copy(file, directory.resolve("copy.yaml"));
        assertEquals(0, run("plan", copy.toString()).exit());
    }

    @Test
    void aDamagedAcceptedPlanNamesTheWayOut() throws IOException {
        accept(inventory);
        Path plan = state().resolve(NAME).resolve("plan.json");
        Files.writeString(plan, Files.readString(plan).substring(0, 500));
        Said said = run("plan", file.toString());
        assertEquals(3, said.exit(), said.err());
        assertTrue(said.err().contains("PF-STATE-005: the accepted plan " + plan + " cannot be read"), said.err());
        assertTrue(said.err().contains("petaforge adopt"), said.err());
    }

    @Test
    void aSavedPlanIsForItsOwnerOnlyAndReadBack() throws IOException {
        SavedPlan plan = SavedPlan.of(file, foresight(inventory, "0".repeat(24), Map.of()));
        Path saved = directory.resolve("saved.plan");
        plan.write(saved);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(saved)));
        assertEquals(Optional.of(plan), SavedPlan.read(saved));
        assertEquals(Optional.empty(), SavedPlan.read(file));
        plan.mustHold(foresight(inventory, "0".repeat(24), Map.of()));
    }

    @Test
    void whatHasMovedIsNamed() throws IOException {
        SavedPlan plan = SavedPlan.of(file, foresight(inventory, "0".repeat(24), Map.of()));
        assertEquals(
                List.of("saved plan " + plan.id()
                        + " does not hold any more: on storage-1 this is not what it was: ceph/config/files"
                        + " /etc/ceph/ceph.conf"),
                moved(plan, foresight(inventory, "1".repeat(24), Map.of())));
        assertEquals(
                List.of("saved plan " + plan.id() + " does not hold any more: storage-2 does not answer and did"),
                moved(
                        plan,
                        foresight(
                                inventory,
                                "0".repeat(24),
                                Map.of(new MachineId("storage-2"), Problem.of("PF-SSH-001", "gone", "look")))));
        String larger = inventory.replace("32MB", "16MB");
        assertEquals(1, moved(plan, foresight(larger, "0".repeat(24), Map.of())).size());
    }

    @Test
    void aPlanWhoseInventoryHasChangedIsNotCarriedOut() throws IOException {
        Path saved = directory.resolve("saved.plan");
        SavedPlan.of(file, foresight(inventory, "0".repeat(24), Map.of())).write(saved);
        Files.writeString(file, inventory + "\n# a word more\n");
        Said said = run("build", saved.toString());
        assertEquals(3, said.exit(), said.err());
        assertTrue(said.err().contains("PF-DAY-012: saved plan "), said.err());
        assertTrue(said.err().contains("its inventory " + file.toAbsolutePath() + " has changed"), said.err());
        assertTrue(!Files.exists(state().resolve(NAME).resolve("allocations.json")));
    }

    @Test
    void aDamagedSavedPlanIsNotCarriedOut() throws IOException {
        Path saved = directory.resolve("saved.plan");
        SavedPlan.of(file, foresight(inventory, "0".repeat(24), Map.of())).write(saved);
        Files.writeString(saved, Files.readString(saved).replace("\"" + NAME + "\"", "\"other\""));
        Said said = run("build", saved.toString());
        assertEquals(2, said.exit(), said.err());
        assertTrue(said.err().contains("PF-DAY-010: " + saved + " is a damaged saved plan"), said.err());
    }

    @Test
    void onlyBuildCarriesOutASavedPlan() throws IOException {
        Path saved = directory.resolve("saved.plan");
        SavedPlan.of(file, foresight(inventory, "0".repeat(24), Map.of())).write(saved);
        Said said = run("plan", saved.toString());
        assertEquals(2, said.exit(), said.err());
        assertTrue(said.err().contains("PF-DAY-013: "), said.err());
    }

    private Path state() {
        return directory.resolve("state");
    }

    private void accept(String text) throws IOException {
        ClusterPlan plan = planned(text).plan();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("id", PlanJson.id(plan));
        document.set("plan", new ObjectMapper().readTree(PlanJson.text(plan)));
        StateDir kept = StateDir.of(state(), NAME);
        kept.keep("plan.json", document);
        kept.secrets().get("ceph/fsid", () -> new Secret("00000000-0000-4000-8000-000000000000"));
    }

    private PlannedCluster planned(String text) throws IOException {
        ClusterSpec spec = InventoryReader.read(Files.writeString(directory.resolve("planned.yaml"), text));
        ClusterPlan plan = LabMachines.plan(spec, Optional.empty());
        return new PlannedCluster(spec, new io.petaforge.plan.ClusterPlanner(spec).request(), plan, PlanJson.id(plan));
    }

    private Foresight foresight(String text, String digest, Map<MachineId, Problem> lost) throws IOException {
        PlannedCluster planned = planned(text);
        Forecast forecast = new Forecast(
                List.of(),
                Set.of(),
                lost,
                Map.of(
                        new MachineId("storage-1"),
                        Map.of("ceph/config/files /etc/ceph/ceph.conf", digest, "ceph/mon/store", "2".repeat(24))));
        return new Foresight(
                planned,
                Optional.of(PlanInForce.of(planned(inventory).plan())),
                forecast,
                DiffReport.of(NAME, planned.id(), "", List.of(), forecast, List.of()));
    }

    private static List<String> moved(SavedPlan plan, Foresight now) {
        return assertThrows(PetaforgeException.class, () -> plan.mustHold(now)).problems().stream()
                .map(Problem::what)
                .toList();
    }

    private Said run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] args = java.util.Arrays.copyOf(words, words.length + 3);
        args[words.length] = "--state-dir";
        args[words.length + 1] = state().toString();
        args[words.length + 2] = "--no-progress";
        return new Said(line.execute(args), out.toString(), err.toString());
    }
}
