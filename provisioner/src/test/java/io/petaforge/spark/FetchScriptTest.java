package io.petaforge.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.step.Inputs;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script by which a host takes the distribution from another, run for real against a socket of this machine. */
class FetchScriptTest {
    @TempDir
    Path directory;

    private Path source;
    private Path target;
    private String sums;

    @BeforeEach
    void tree() throws IOException {
        source = Files.createDirectories(directory.resolve("source/jars")).getParent();
        target = directory.resolve("opt/ab12");
        Files.writeString(source.resolve("jars/a.jar"), "first");
        Files.writeString(source.resolve("jars/b with space.jar"), "second");
        sums = Inputs.sha256("first") + "  jars/a.jar\n" + Inputs.sha256("second") + "  jars/b with space.jar\n";
        Files.writeString(source.resolve("SHA256SUMS"), sums);
    }

    @Test
    void takesWhatIsWhole() throws Exception {
        Ran ran = fetch();
        assertEquals(0, ran.status, ran.errors);
        assertEquals("second", Files.readString(target.resolve("jars/b with space.jar")));
        assertFalse(Files.exists(target.resolveSibling(".new-ab12")));
    }

    @Test
    void refusesADamagedFile() throws Exception {
        Files.writeString(source.resolve("jars/a.jar"), "fIrst");
        Ran ran = fetch();
        assertEquals(1, ran.status);
        assertTrue(ran.errors.contains("are not what the list of checksums says"), ran.errors);
        assertFalse(Files.exists(target));
    }

    @Test
    void refusesAnotherListOfChecksums() throws Exception {
        Files.writeString(source.resolve("jars/a.jar"), "other");
        Files.writeString(source.resolve("SHA256SUMS"), sums.replace(Inputs.sha256("first"), Inputs.sha256("other")));
        Ran ran = fetch();
        assertEquals(1, ran.status);
        assertTrue(ran.errors.contains("the list of checksums"), ran.errors);
        assertFalse(Files.exists(target));
    }

    @Test
    void refusesAMissingFile() throws Exception {
        Files.delete(source.resolve("jars/a.jar"));
        assertEquals(1, fetch().status);
        assertFalse(Files.exists(target));
    }

    private record Ran(int status, String errors) {}

    private Ran fetch() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> serve(server));
            List<String> argv = new ArrayList<>(Scripts.bash(
                            "fetch.sh",
                            List.of(
                                    "127.0.0.1",
                                    Integer.toString(server.getLocalPort()),
                                    target.toString(),
                                    Inputs.sha256(sums)))
                    .argv());
            Process process = new ProcessBuilder(argv)
                    .redirectError(directory.resolve("stderr").toFile())
                    .start();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            serving.get(10, TimeUnit.SECONDS);
            return new Ran(process.exitValue(), Files.readString(directory.resolve("stderr"), StandardCharsets.UTF_8));
        }
    }

    private void serve(ServerSocket server) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            Process tar = new ProcessBuilder("tar", "-c", "-f", "-", "-C", source.toString(), ".").start();
            tar.getInputStream().transferTo(out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
