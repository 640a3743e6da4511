package io.petaforge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.Substrate;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import io.petaforge.state.Generation;
import io.petaforge.state.Generations;
import io.petaforge.state.StateDir;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command line says of rotations before it asks any host; {@code -Dgolden.write=true} writes the texts anew. */
class RotateCommandTest {
    private static final Path GOLDEN = Path.of("src/test/resources/cli/rotate/refused.txt");

    @TempDir
    private Path directory;

    @Test
    void badInputIsRefusedBeforeAnythingIsChanged() throws IOException {
        Path lab = Path.of("../inventories/lab.yaml");
        Path withKeys = directory.resolve("keys.yaml");
        Files.writeString(withKeys, Files.readString(Path.of("src/test/resources/cli/rotate/keys.yaml")));
        StringBuilder text = new StringBuilder();
        told(text, "");
        told(text, "keys", "--service", "osd", "--service", "s4", lab.toString());
        told(text, "keys", "--service", "spark", "--keep-old", lab.toString());
        told(text, "keys", "--service", "s3", withKeys.toString());
        told(text, "certificates", lab.toString());
        accept(lab);
        StateDir state = StateDir.of(directory.resolve("state"), "lab");
        for (String unfinished : List.of(
                "{\"s3\": {\"number\": 1, \"stage\": \"added\"}}",
                "{\"certificates\": {\"number\": 2, \"stage\": \"used\"}}")) {
            state.keep("generations.json", unfinished);
            told(text, "certificates", "--ca", lab.toString());
        }
        state.keep("generations.json", "{\"ca\": {\"number\": 3, \"stage\": \"dropped\"}}");
        told(text, "keys", lab.toString());
        state.keep("generations.json", "{\"ca\": {\"number\": 0, \"stage\": \"added\"}}");
        told(text, "certificates", lab.toString());
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(GOLDEN, text);
        }
        assertEquals(Files.readString(GOLDEN), text.toString());
    }

    @Test
    void theReportSaysWhatWasDoneAndWhatIsLeftToDo() {
        RotateRun.Report report = new RotateRun.Report(
                "lab",
                "0123",
                Set.of(Generations.Group.S3, Generations.Group.SPARK),
                List.of(
                        new RotateRun.StageTime(Generation.Stage.ADDED, 3.04),
                        new RotateRun.StageTime(Generation.Stage.USED, 12.5),
                        new RotateRun.StageTime(Generation.Stage.DROPPED, 4)),
                List.of("the new S3 keys are in .petaforge/lab/secrets/s3"),
                20);
        assertEquals(
                """
                rotated the S3 user's keys, Spark's secret: new ones accepted 3.0 s, in use 12.5 s, old ones refused 4.0 s
                the new S3 keys are in .petaforge/lab/secrets/s3
                cluster lab, plan 0123: 20.0 s
                """,
                report.text());
    }

    /** As if the cluster had been built. */
    private void accept(Path inventory) {
        ClusterSpec spec = InventoryReader.read(inventory);
        Path root = directory.resolve("state");
        try (Substrate substrate = Substrates.of(spec.substrate(), root)) {
            new AcceptedPlan(StateDir.of(root, spec.name()))
                    .accept(PlannedCluster.of(spec, substrate, Optional.empty()));
        }
    }

    private void told(StringBuilder text, String what, String... more) {
        List<String> arguments = new ArrayList<>(List.of("rotate"));
        if (!what.isEmpty()) {
            arguments.add(what);
            arguments.addAll(List.of(more));
            arguments.addAll(List.of(
                    "--no-progress", "--state-dir", directory.resolve("state").toString()));
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = commandLine.execute(arguments.toArray(new String[0]));
        text.append("== rotate ")
                .append((what + " " + String.join(" ", more))
                        .replace(directory + "/", "")
                        .strip())
                .append("\nexit ")
                .append(exit)
                .append('\n')
                .append(err.toString().replace(directory + "/", ""))
                .append('\n');
    }
}
