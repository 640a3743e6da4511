package io.petaforge.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.plan.PlanJson;
import io.petaforge.remote.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
    @TempDir
    Path directory;

    private final Map<String, Output> answers = new HashMap<>();
    private final FakeFleet fleet = new FakeFleet(this::answer);
    private Path jar;

    @BeforeEach
    void aClusterThatDelivers() throws IOException {
        jar = Files.writeString(directory.resolve("workload.jar"), "a jar");
        answers.put("ceph --connect-timeout", ok(Samples.read("recorded/ceph-df.json")));
        answers.put("S3aProbe", ok(Samples.read("recorded/probe.txt")));
        answers.put("compute-1 RawS3Baseline", ok(Samples.read("recorded/raw-compute-1.txt")));
        answers.put("compute-2 RawS3Baseline", ok(Samples.read("recorded/raw-compute-2.txt")));
        answers.put("compute-3 RawS3Baseline", ok(Samples.read("recorded/raw-compute-3.txt")));
        answers.put("SparkSubmit", ok(Samples.read("recorded/spark.txt")));
        answers.put("radosgw-admin", ok(""));
    }

    @Test
    void theReportOfAClusterThatDelivers() {
        VerifyReport report = verify();
        assertEquals(List.of(), report.problems());
        assertTrue(report.passed());
        assertEquals(Samples.read("golden/passed.txt"), ReportText.render(report));
        assertEquals(
                report.spark().orElseThrow().measurement().write().bytesPerSecond(),
                PlanJson.tree(report)
                        .at("/spark/measurement/write/bytesPerSecond")
                        .asDouble());
    }

    @Test
    void everyHostRunsTheRawClientAndTheDataIsRemovedLast() {
        verify();
        assertEquals(3, count("RawS3Baseline"));
        List<String> last = fleet.commands.stream()
                .filter(command -> command.contains("radosgw-admin"))
                .toList();
        assertEquals(
                List.of(
                        "storage-2: radosgw-admin bucket rm --bucket=data-verify --purge-objects --bypass-gc",
                        "storage-2: radosgw-admin gc process --include-all"),
                last);
        assertTrue(fleet.commands.indexOf(last.get(0)) > indexOf("SparkSubmit"));
    }

    @Test
    void aStoreWithoutRoomIsNotWrittenTo() {
        answers.put(
                "ceph --connect-timeout",
                ok(Samples.read("recorded/ceph-df.json").replace("37382062080", "300000000")));
        VerifyReport report = verify();
        assertEquals(List.of("PF-VER-002"), codes(report));
        assertTrue(fleet.commands.stream().allMatch(command -> command.contains("ceph --connect-timeout")));
    }

    @Test
    void anEndpointThatS3aCannotUseIsNotMeasured() {
        answers.put(
                "S3aProbe",
                ok(Samples.read("recorded/probe.txt")
                        .replace(
                                "{\"name\":\"magic committer\",\"outcome\":\"PASSED\"",
                                "{\"name\":\"magic committer\",\"outcome\":\"FAILED\"")));
        VerifyReport report = verify();
        assertEquals(List.of("PF-VER-010"), codes(report));
        assertEquals(0, count("RawS3Baseline"));
        assertEquals(1, count("bucket rm"), "the probe's bucket is removed");
    }

    @Test
    void aHostWhoseRawClientFailsDoesNotKeepTheDataThere() {
        answers.put("compute-2 RawS3Baseline", new Output(137, "", "one\n\ntwo\nOut of memory\n"));
        VerifyReport report = verify();
        assertEquals(List.of("PF-VER-020"), codes(report));
        assertTrue(report.problems().get(0).what().contains("compute-2 ended with status 137"));
        assertEquals(
                "its last words: one | two | Out of memory",
                report.problems().get(0).fix());
        assertTrue(report.raw().isEmpty());
        assertTrue(report.ratio().isEmpty());
        assertTrue(report.spark().isPresent());
        assertEquals(1, count("bucket rm"));
    }

    @Test
    void lostDataIsSaid() {
        answers.put(
                "SparkSubmit",
                ok(Samples.read("recorded/spark.txt")
                        .replace("\"problems\":[]", "\"problems\":[\"object 3: was not read back\"]")));
        VerifyReport report = verify();
        assertEquals(List.of("PF-VER-032"), codes(report));
        assertFalse(report.passed());
        assertTrue(ReportText.render(report).contains("the Spark job: object 3: was not read back"));
    }

    @Test
    void everyWorkerMustHaveTakenPart() {
        answers.put("SparkSubmit", ok(Samples.read("recorded/spark.txt").replace("compute-3", "compute-2")));
        assertEquals("no executor ran on compute-3", verify().problems().get(0).what());
    }

    @Test
    void dataThatCannotBeRemovedIsAProblem() {
        answers.put("radosgw-admin", new Output(1, "", "could not remove"));
        assertEquals(List.of("PF-VER-050", "PF-VER-050"), codes(verify()));
        answers.put("radosgw-admin", new Output(2, "", "no such bucket"));
        assertEquals(List.of("PF-VER-050"), codes(verify()), "only the garbage collection has failed");
    }

    private VerifyReport verify() {
        AtomicLong clock = new AtomicLong();
        return new Verification(
                        Samples.plan(Samples.NO_THRESHOLDS),
                        fleet,
                        jar,
                        "run-1",
                        Progress.SILENT,
                        () -> clock.addAndGet(500_000_000))
                .run();
    }

    private Output answer(String host, String command) {
        return answers.entrySet().stream()
                .filter(entry ->
                        (host + " " + command).contains(entry.getKey()) || matches(entry.getKey(), host, command))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("unexpected on " + host + ": " + command));
    }

    private static boolean matches(String key, String host, String command) {
        return key.startsWith(host + " ") && command.contains(key.substring(host.length() + 1));
    }

    private int count(String part) {
        return (int) fleet.commands.stream()
                .filter(command -> command.contains(part))
                .count();
    }

    private int indexOf(String part) {
        return fleet.commands.stream()
                .filter(command -> command.contains(part))
                .map(fleet.commands::indexOf)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> codes(VerifyReport report) {
        return report.problems().stream().map(Problem::code).toList();
    }

    private static Output ok(String stdout) {
        return new Output(0, stdout, "");
    }
}
