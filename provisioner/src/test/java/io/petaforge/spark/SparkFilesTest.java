package io.petaforge.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan;
import io.petaforge.step.DesiredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The files of the lab's first compute host (master, worker and history server), as golden files. */
class SparkFilesTest {
    private static final MachineId HOST = new MachineId("compute-1");
    private static final Path GOLDEN = LabPlan.RESOURCES.resolve("files");

    private final ClusterPlan plan = LabPlan.plan();

    @TestFactory
    Stream<DynamicTest> files() throws IOException {
        SparkInputs inputs = LabPlan.inputs(Map.of());
        List<DesiredFile> all = new ArrayList<>(new SparkFiles(plan, inputs).of(HOST));
        SparkUnits units = new SparkUnits(plan, inputs);
        all.addAll(units.cluster(HOST));
        all.add(units.history());
        return all.stream()
                .map(file -> DynamicTest.dynamicTest(file.path(), () -> {
                    Path golden = GOLDEN.resolve(Path.of(file.path()).getFileName());
                    if (Boolean.getBoolean("golden.write")) {
                        Files.createDirectories(GOLDEN);
                        Files.writeString(golden, file.content().reveal());
                    }
                    assertEquals(Files.readString(golden), file.content().reveal());
                }));
    }

    @Test
    void secretsAreOnlyInFilesOfTheUserAlone() throws IOException {
        SparkInputs inputs = LabPlan.inputs(Map.of());
        List<DesiredFile> all = new ArrayList<>(new SparkFiles(plan, inputs).of(HOST));
        SparkUnits units = new SparkUnits(plan, inputs);
        all.addAll(units.cluster(HOST));
        all.add(units.history());
        int secret = 0;
        for (DesiredFile file : all) {
            String text = file.content().reveal();
            if (text.contains("the-shared-secret")
                    || text.contains("the-access-key")
                    || text.contains("the&lt;secret")) {
                assertEquals("0600 spark:spark", file.mode() + " " + file.owner(), file.path());
                secret++;
            }
        }
        assertEquals(2, secret);
    }

    @Test
    void theProbeOverridesDefaultsAndTheUserOverridesTheProbe() {
        ClusterPlan changed = withSettings(Map.of("spark.hadoop.fs.s3a.attempts.maximum", "9"));
        Map<String, String> settings = SparkDefaults.of(
                changed,
                "s3a://spark-logs/",
                Map.of("fs.s3a.input.stream.type", "analytics", "fs.s3a.attempts.maximum", "7"));
        assertEquals("analytics", settings.get("spark.hadoop.fs.s3a.input.stream.type"));
        assertEquals("9", settings.get("spark.hadoop.fs.s3a.attempts.maximum"));
    }

    @Test
    void settingsThatLoseDataOrAuthenticationAreRefusedTogether() {
        PetaforgeException refused = assertThrows(
                PetaforgeException.class,
                () -> SparkDefaults.of(
                        withSettings(Map.of(
                                "spark.hadoop.fs.s3a.committer.name", "directory", "spark.authenticate", "false")),
                        "s3a://spark-logs/",
                        Map.of()));
        assertEquals(
                List.of("PF-SPK-050", "PF-SPK-051"),
                refused.problems().stream().map(p -> p.code()).toList());
    }

    @Test
    void s3aSettingsDoNotRestartMasterAndWorkers() throws IOException {
        List<DesiredFile> before = new SparkFiles(plan, LabPlan.inputs(Map.of())).daemon(HOST);
        List<DesiredFile> after = new SparkFiles(plan, LabPlan.inputs(Map.of("fs.s3a.threads.max", "8"))).daemon(HOST);
        assertEquals(before, after);
        assertFalse(before.isEmpty());
        assertTrue(before.stream().noneMatch(file -> file.path().endsWith("spark-defaults.conf")));
    }

    @Test
    void onlyAHostThatMayBeTakenBackIsWatchedAndAllApplicationsMoveTheirDataAway() throws IOException {
        MachineId other = plan.spark().workers().get(1).machine();
        ClusterPlan spot = LabPlan.with(
                plan.machines(),
                plan.spark().workers().stream()
                        .map(worker -> new SparkPlan.WorkerPlan(
                                worker.machine(),
                                worker.workspaceSerial(),
                                worker.cacheSerials(),
                                worker.cores(),
                                worker.memory(),
                                worker.machine().equals(HOST)))
                        .toList(),
                Map.of());
        SparkInputs inputs = LabPlan.inputs(Map.of());
        SparkUnits units = new SparkUnits(spot, inputs);
        SparkFiles files = new SparkFiles(spot, inputs);
        List<DesiredFile> watched = units.cluster(HOST);
        DesiredFile watch = watched.get(watched.size() - 1);
        assertEquals(
                Files.readString(GOLDEN.resolve(SpotWatch.UNIT)),
                watch.content().reveal());
        assertTrue(files.of(HOST).contains(SpotWatch.program()));
        assertFalse(units.cluster(other).stream().anyMatch(unit -> unit.path().equals(watch.path())));
        assertFalse(files.of(other).contains(SpotWatch.program()));
        assertEquals(
                List.of(
                        "spark.decommission.enabled true",
                        "spark.executor.decommission.killInterval 110s",
                        "spark.storage.decommission.enabled true",
                        "spark.storage.decommission.rddBlocks.enabled true",
                        "spark.storage.decommission.shuffleBlocks.enabled true"),
                decommissioning(files.of(other), SparkFiles.DEFAULTS));
        assertEquals(
                List.of("spark.decommission.enabled true"),
                decommissioning(files.of(HOST), SparkFiles.DAEMON_SETTINGS));
        assertEquals(
                List.of("spark.decommission.enabled true", "spark.storage.decommission.enabled true"),
                decommissioning(new SparkFiles(plan, inputs).of(HOST), SparkFiles.DEFAULTS));
    }

    private static List<String> decommissioning(List<DesiredFile> files, String path) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .flatMap(file -> file.content().reveal().lines())
                .filter(line -> line.contains("decommission"))
                .toList();
    }

    private ClusterPlan withSettings(Map<String, String> settings) {
        return LabPlan.with(plan.machines(), plan.spark().workers(), settings);
    }
}
