package io.petaforge.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell program as such. */
class ProgramTest {
    @TempDir
    Path dir;

    @Test
    void nothingRunsBeforeAllHasArrived() throws Exception {
        Path touched = dir.resolve("touched");
        String program = Program.of(
                Bundle.ofOperations(List.of(
                        new Operation.Exec(Command.of("touch", touched.toString()), Duration.ofSeconds(5)),
                        new Operation.Exec(Command.of("true"), Duration.ofSeconds(5)))),
                "pf-test");
        for (double part : new double[] {0.3, 0.9, 0.97, 1 - 2.0 / program.length()}) {
            shell(program.substring(0, (int) (program.length() * part)));
            assertFalse(Files.exists(touched), "after " + part);
        }
        assertTrue(shell(program).contains("pf-test end"));
        assertTrue(Files.exists(touched));
    }

    @Test
    void leavesNoTemporaryFiles() throws Exception {
        Path run = Files.isWritable(Path.of("/run")) ? Path.of("/run") : Path.of(System.getProperty("java.io.tmpdir"));
        String program = Program.of(
                new Bundle(
                        List.of(new Operation.Exec(
                                Command.script("ls -ld \"$1\"/petaforge.*", run.toString())
                                        .withStdin(new Secret("input")),
                                Duration.ofSeconds(5))),
                        List.of(Command.of("true"))),
                "pf-test");
        String answers = shell(program);
        String directory = answers.lines()
                .filter(line -> line.startsWith("drwx------"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .filter(path -> !Files.exists(Path.of(path)))
                .findFirst()
                .orElse("");
        assertTrue(directory.contains("/petaforge."), answers);
    }

    @Test
    void refusesPathsThatAreNoFiles() {
        for (String path : List.of("relative", "/dir/", "")) {
            Bundle bundle =
                    Bundle.ofOperations(List.of(new Operation.WriteFile(path, new Secret(""), "0644", "root:root")));
            assertThrows(IllegalArgumentException.class, () -> Program.of(bundle, "pf-test"));
        }
        Bundle bundle = Bundle.ofProbes(List.of(Command.of("true").withEnvironment("a b", new Secret(""))));
        assertThrows(IllegalArgumentException.class, () -> Program.of(bundle, "pf-test"));
    }

    @Test
    void rendersWithoutSecrets() {
        Command command = Command.of("radosgw-admin", "user", "create", "--uid=a b")
                .withStdin(new Secret("hunter2"))
                .withEnvironment("KEY", new Secret("abcd"));
        Operation exec = new Operation.Exec(command, Duration.ofSeconds(1));
        assertEquals("KEY=<secret> radosgw-admin user create '--uid=a b' < <secret>", Rendering.operation(exec));
        assertEquals("KEY <secret> and <secret>", Rendering.masked(exec, "KEY abcd and hunter2"));
        assertEquals(
                "await sh -c 'first line ... (2 lines)' sh x",
                Rendering.operation(new Operation.Await(
                        Command.script("first line\nsecond", "x"), Duration.ofSeconds(1), Duration.ofSeconds(1))));
        assertEquals(
                "write /etc/k (0600 ceph:ceph)",
                Rendering.operation(new Operation.WriteFile("/etc/k", new Secret("x"), "0600", "ceph:ceph")));
    }

    /** Feeds a shell and keeps its input open, as the client does, until it ends or has nothing more to say. */
    private static String shell(String text) throws Exception {
        Process process =
                new ProcessBuilder("sh", "-s").redirectErrorStream(true).start();
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        if (!process.waitFor(1, TimeUnit.SECONDS)) {
            process.getOutputStream().close();
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
