package io.petaforge.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import io.petaforge.state.StateFiles;
import io.petaforge.state.StateSeal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which copy is taken, and what people are told when none is. */
class CopySearchTest {
    private static final Path GOLDEN = Path.of("src/test/resources/custody/refused.txt");
    private static final MachineId A = new MachineId("storage-1");
    private static final MachineId B = new MachineId("storage-2");

    @TempDir
    private Path root;

    @Test
    void theNewestThatOpensIsTaken() {
        String older = seal("demo", "operator").seal(files("1"), 1).text();
        String newer = seal("demo", "operator").seal(files("2"), 2).text();
        assertEquals("2", taken(Map.of(A, older, B, newer)));
        assertEquals("1", taken(Map.of(A, older, B, "")));
        // One that was cut off by a full disk, say.
        CopySearch.Result result = search(Map.of(A, older, B, newer.substring(0, newer.length() / 2)));
        assertEquals("1", plan(result));
        assertEquals(1, result.found().orElseThrow().passedOver().size());
    }

    @Test
    void hostsAreAskedAndThoseThatAreSilentPassedOver() throws IOException {
        LocalHosts hosts = new LocalHosts(root, List.of(A, B));
        hosts.down.add(A);
        Path file = hosts.file(B, StateCopyStep.PATH);
        Files.createDirectories(file.getParent());
        Files.writeString(file, seal("demo", "operator").seal(files("3"), 3).text());
        assertEquals("3", plan(new CopySearch("demo", seal("demo", "operator")).search(hosts)));
    }

    @Test
    void whyNoneIsTakenIsSaid() throws IOException {
        String whole = seal("demo", "operator").seal(files("1"), 1).text();
        StringBuilder text = new StringBuilder();
        add(
                text,
                "another key",
                Map.of(A, seal("demo", "another").seal(files("1"), 1).text()),
                List.of());
        add(
                text,
                "another cluster",
                Map.of(A, seal("other", "operator").seal(files("1"), 1).text()),
                List.of());
        add(text, "no copy", Map.of(A, "", B, ""), List.of());
        add(text, "changed", Map.of(A, whole.replace("serial 1", "serial 9")), List.of());
        add(text, "newer format", Map.of(A, whole.replace("petaforge-state 1", "petaforge-state 2")), List.of());
        add(text, "garbage", Map.of(A, "\u0000\u0001"), List.of());
        add(text, "nobody answers", Map.of(), List.of(Problem.of("PF-SSH-001", "storage-1 is down", "switch it on")));
        assertEquals(Files.readString(GOLDEN), text.toString());
    }

    private static void add(StringBuilder text, String title, Map<MachineId, String> texts, List<Problem> silent) {
        CopySearch.Result result = new CopySearch("demo", seal("demo", "operator")).judge(texts, silent);
        assertTrue(result.found().isEmpty(), title);
        text.append("== ").append(title).append('\n');
        result.problems().forEach(problem -> text.append(problem.render()).append('\n'));
    }

    private static CopySearch.Result search(Map<MachineId, String> texts) {
        return new CopySearch("demo", seal("demo", "operator")).judge(new TreeMap<>(texts), List.of());
    }

    private static String taken(Map<MachineId, String> texts) {
        return plan(search(texts));
    }

    private static String plan(CopySearch.Result result) {
        Secret plan = result.found().orElseThrow().files().files().get(StateFiles.PLAN);
        return plan == null ? "" : plan.reveal();
    }

    private static StateSeal seal(String cluster, String key) {
        return new StateSeal(cluster, key.getBytes(StandardCharsets.UTF_8), "SHA256:" + key);
    }

    private static StateFiles files(String plan) {
        return new StateFiles(new TreeMap<>(Map.of(StateFiles.PLAN, new Secret(plan))));
    }
}
