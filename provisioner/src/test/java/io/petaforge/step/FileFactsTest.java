package io.petaforge.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe's script on this machine's files. */
class FileFactsTest {
    private static final MachineId HOST = new MachineId("h1");

    @TempDir
    Path dir;

    @Test
    void seesContentModeAndOwner() throws Exception {
        Path plain = file("plain file", "content\n", "rw-r--r--");
        Path secret = file("it's", "", "rw-------");
        Files.createSymbolicLink(dir.resolve("link"), plain);
        Files.createDirectory(dir.resolve("directory"));
        List<String> paths =
                List.of(plain.toString(), dir + "/absent", secret.toString(), dir + "/link", dir + "/directory");
        Map<String, FileState> found = ask(FileFacts.probe(HOST, "k", paths));
        PosixFileAttributes owner = Files.readAttributes(plain, PosixFileAttributes.class);
        String me = owner.owner().getName() + ":" + owner.group().getName();
        assertEquals(new FileState(true, Inputs.sha256("content\n"), "0644", me), found.get(plain.toString()));
        assertEquals(new FileState(true, Inputs.sha256(""), "0600", me), found.get(secret.toString()));
        assertEquals(FileState.ABSENT, found.get(dir + "/absent"));
        assertEquals(FileState.ABSENT, found.get(dir + "/link"));
        assertEquals(FileState.ABSENT, found.get(dir + "/directory"));
        assertEquals(5, found.size());
        assertEquals(
                FileState.ABSENT,
                ask(FileFacts.probe(HOST, "k", List.of(dir + "/absent"))).get(dir + "/absent"));

        List<DesiredFile> wanted = List.of(
                new DesiredFile(plain.toString(), new Secret("content\n"), "0644", me),
                new DesiredFile(dir + "/absent", new Secret("a"), "0644", me),
                new DesiredFile(secret.toString(), new Secret("other"), "0600", me));
        List<Action> actions = FileFacts.actions(HOST, wanted, ask(FileFacts.probeOf(HOST, "k", wanted)));
        assertEquals(
                List.of("write " + dir + "/absent", "write " + secret),
                actions.stream().map(Action::title).toList());
        assertEquals(
                new Operation.WriteFile(dir + "/absent", new Secret("a"), "0644", me),
                actions.get(0).operation());
    }

    @Test
    void modeAndOwnerCountAsDifferences() {
        DesiredFile file = DesiredFile.plain("/f", "x");
        String sum = Inputs.sha256("x");
        assertTrue(FileFacts.matches(file, new FileState(true, sum, "0644", "root:root")));
        assertFalse(FileFacts.matches(file, new FileState(true, sum, "0600", "root:root")));
        assertFalse(FileFacts.matches(file, new FileState(true, sum, "0644", "ceph:ceph")));
        assertFalse(FileFacts.matches(file, FileState.ABSENT));
    }

    @Test
    void inputsDifferWhenAnythingDoes() {
        String one = Inputs.hash(List.of(DesiredFile.plain("/a", "bc")), "v1");
        assertEquals(one, Inputs.hash(List.of(DesiredFile.plain("/a", "bc")), "v1"));
        for (String other : List.of(
                Inputs.hash(List.of(DesiredFile.plain("/ab", "c")), "v1"),
                Inputs.hash(List.of(DesiredFile.plain("/a", "bc")), "v2"),
                Inputs.hash(List.of(DesiredFile.plain("/a", "bc")), "v", "1"),
                Inputs.hash(List.of(new DesiredFile("/a", new Secret("bc"), "0600", "root:root")), "v1"))) {
            assertFalse(one.equals(other));
        }
    }

    @Test
    void whatIsNoFileIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> DesiredFile.plain("etc/x", ""));
        assertThrows(IllegalArgumentException.class, () -> new DesiredFile("/x", new Secret(""), "644", "root:root"));
    }

    private Path file(String name, String content, String mode) throws Exception {
        Path path = dir.resolve(name);
        Files.writeString(path, content);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        return path;
    }

    private static <T> T ask(Probe<T> probe) throws Exception {
        Process process = new ProcessBuilder(probe.command().argv()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return probe.parser().apply(new Output(process.waitFor(), out, err));
    }
}
