package io.petaforge.discover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Inspection;
import io.petaforge.api.MachineId;
import io.petaforge.plan.PlanJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read from recorded answers; {@code -Dgolden.update=true} rewrites what is expected. */
class DiscoveryTest {
    private static final Path MACHINES = Path.of("src/test/resources/discover");

    static List<String> machines() throws IOException {
        try (Stream<Path> folders = Files.list(MACHINES)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("machines")
    void theMachineIsReadFromItsAnswer(String name) throws IOException {
        Path folder = MACHINES.resolve(name);
        Inspection found = Discovery.read(
                        new MachineId("storage-1"), "192.0.2.11", Files.readString(folder.resolve("output.txt")))
                .orElseThrow();
        Path golden = folder.resolve("inspection.json");
        String text = PlanJson.text(found) + "\n";
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
    }

    @Test
    void anAnswerThatEndsTooEarlyIsNone() throws IOException {
        String whole = Files.readString(MACHINES.resolve("dell-r7615/output.txt"));
        MachineId id = new MachineId("storage-1");
        assertEquals(Optional.empty(), Discovery.read(id, "a", whole.replace("##petaforge end", "")));
        assertEquals(Optional.empty(), Discovery.read(id, "a", ""));
        assertEquals(Optional.empty(), Discovery.read(id, "a", "\n##petaforge end\n"));
    }

    @Test
    void theScriptRunsHereAndIsRead() throws Exception {
        Inspection found = Discovery.read(new MachineId("here"), "here", run(List.of("sh")))
                .orElseThrow();
        assertEquals(Runtime.getRuntime().availableProcessors() > 0, found.threads() > 0);
        assertTrue(found.memory().bytes() > 1 << 28, () -> found.memory().toString());
        assertFalse(found.software().name().isEmpty());
    }

    @Test
    void theScriptDoesWithoutTheProgramsThatItAsks() throws Exception {
        Path bin = Files.createTempDirectory("petaforge-bin");
        for (String needed : List.of("cat", "mktemp", "rm", "readlink", "timeout", "lscpu")) {
            Path program = Stream.of("/usr/bin/", "/bin/")
                    .map(directory -> Path.of(directory + needed))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(bin.resolve(needed), program);
        }
        // The script adds /usr/sbin and the like to the path, which have none of what is missing here but ip.
        String output = run(List.of("env", "PATH=" + bin, "/bin/sh"));
        Sections sections = Sections.of(output).orElseThrow();
        assertEquals("", sections.text("lsblk"));
        assertFalse(sections.has("nvme"));
        assertTrue(Discovery.read(new MachineId("here"), "here", output).isPresent());
    }

    private static String run(List<String> shell) throws Exception {
        Process process = new ProcessBuilder(Stream.concat(
                                shell.stream(),
                                Stream.of("-c", Discovery.command().argv().get(2), "sh"))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return output;
    }
}
