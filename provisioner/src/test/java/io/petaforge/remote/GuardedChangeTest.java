package io.petaforge.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes that undo themselves, on a real shell behind a real SSH connection. The host's network is one file: while it
 * says "closed", connections that stand go on, but nobody gets in any more.
 */
class GuardedChangeTest {
    /** The shortest that leaves time for the change itself. */
    private static final Duration WINDOW = Operation.Guarded.CONFIRMING.plusSeconds(2);

    @TempDir
    Path dir;

    private ShellServer server;
    private SshFleet fleet;
    private RemoteHost host;
    private Path network;
    private Path taken;
    private String me;

    @BeforeEach
    void start() throws Exception {
        network = Files.writeString(dir.resolve("network"), "old");
        taken = dir.resolve("taken");
        server = new ShellServer(dir);
        PublickeyAuthenticator keys = server.server.getPublickeyAuthenticator();
        server.server.setPublickeyAuthenticator((user, key, session) ->
                keys.authenticate(user, key, session) && !read(network).startsWith("closed"));
        server.environment = Map.of("PETAFORGE_STATE", dir.resolve("state").toString());
        server.start();
        fleet = SshFleet.of(List.of(server.access("root")), SshSettings.DEFAULTS.withBoot(Duration.ofSeconds(30)));
        host = fleet.host(server.access("root").machine());
        me = Files.getAttribute(dir, "unix:uid") + ":" + Files.getAttribute(dir, "unix:gid");
    }

    @AfterEach
    void stop() throws Exception {
        fleet.close();
        server.close();
    }

    @Test
    void aGoodChangeIsConfirmedOverANewConnection() throws Exception {
        Reply reply = host.run(new Bundle(
                List.of(exec("echo", "before"), change("new", "true"), exec("echo", "behind")),
                List.of(Command.of("echo", "probe"))));
        assertEquals(List.of("before\n", "", "behind\n"), outputs(reply));
        assertEquals(List.of(new Output(0, "probe\n", "")), reply.probes());
        assertTrue(reply.failed().isEmpty());
        assertEquals("new", read(network));
        assertEquals(2, server.logins.get());
        Thread.sleep(WINDOW.plusSeconds(1).toMillis());
        assertEquals("new", read(network), "it stays");
        assertFalse(Files.exists(dir.resolve("state/commit/net")));
    }

    @Test
    void aChangeThatLetsNobodyInIsUndoneByTheHost() throws Exception {
        // What there was before has to come back as it was, and what there was not has to go.
        long start = System.nanoTime();
        Reply reply = host.run(new Bundle(
                List.of(change("closed", "echo x >" + dir.resolve("added")), exec("touch", dir + "/never")),
                List.of(Command.of("echo", "probe"))));
        assertTrue(System.nanoTime() - start < WINDOW.plusSeconds(10).toNanos());
        Output said = reply.failed().orElseThrow().output();
        assertEquals(1, said.status());
        assertTrue(said.stderr().startsWith("The host has undone it: expired.\nKept on the host in "), said.stderr());
        assertEquals("old", read(network));
        assertEquals("old", read(taken), "the old one was taken over");
        assertFalse(Files.exists(dir.resolve("added")));
        assertFalse(Files.exists(dir.resolve("never")));
        assertEquals(List.of(), reply.probes());
        Path kept = Path.of(said.stderr().replaceAll("(?s).*Kept on the host in ([^:]*):.*", "$1"));
        assertEquals("closed", read(kept.resolve("rejected/1")));
        assertEquals("old", read(kept.resolve("old/1")));
    }

    @Test
    void aChangeThatFailsIsUndoneAtOnce() {
        long start = System.nanoTime();
        Reply reply = host.run(Bundle.ofOperations(List.of(change("new", "echo broken >&2; exit 3"))));
        assertTrue(System.nanoTime() - start < WINDOW.toNanos());
        String said = reply.failed().orElseThrow().output().stderr();
        assertTrue(said.startsWith("The host has undone it: failed with exit status 3.\n"), said);
        assertTrue(said.endsWith("broken\n"), said);
        assertEquals("old", read(network));
    }

    @Test
    void aClientThatIsKilledLeavesTheOldStateBehind() throws Exception {
        killedAfter(change("new-secret", "sleep 0.3"));
        assertEquals("new-secret", read(network));
        try (Stream<Path> files = Files.walk(dir.resolve("state"))) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> assertFalse(read(file).contains("new-secret"), file::toString));
        }
        waitFor("old");
        assertFalse(Files.exists(dir.resolve("state/commit/net")));
    }

    @Test
    void theNextClientUndoesWhatNobodyConfirmed() throws Exception {
        killedAfter(change("new", "sleep 0.3"));
        fleet.close();
        fleet = SshFleet.of(List.of(server.access("root")), SshSettings.DEFAULTS);
        Reply reply = fleet.host(server.access("root").machine())
                .run(Bundle.ofOperations(List.of(new Operation.Exec(Unconfirmed.undo(), Duration.ofSeconds(30)))));
        assertTrue(reply.failed().isEmpty());
        assertEquals("old", read(network));
        assertEquals("old", read(taken));
        try (Stream<Path> kept = Files.list(dir.resolve("state/undone"))) {
            assertTrue(read(kept.findFirst().orElseThrow().resolve("outcome"))
                    .startsWith("The host has undone it: asked"));
        }
    }

    /** Does what a client that is killed right after the change does: it begins, and never comes back. */
    private void killedAfter(Operation.Guarded change) throws Exception {
        host.run(Bundle.ofOperations(List.of(exec("true"))));
        CompletableFuture<?> run = CompletableFuture.runAsync(() -> host.run(Bundle.ofOperations(List.of(change))));
        Path applied = dir.resolve("state/commit/net/token");
        while (!Files.exists(applied) || read(network).equals("old")) {
            assertFalse(run.isDone(), "it was over too soon");
            Thread.sleep(1);
        }
        fleet.close();
        server.dropConnections();
        run.handle((done, failure) -> failure).join();
    }

    private void waitFor(String content) throws InterruptedException {
        long end = System.nanoTime() + WINDOW.plusSeconds(5).toNanos();
        while (!read(network).equals(content) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertEquals(content, read(network));
        // The last thing that undoing does.
        while (Files.exists(dir.resolve("state/commit/net")) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
    }

    private Operation.Guarded change(String content, String script) {
        return new Operation.Guarded(
                "net",
                List.of(network.toString(), dir.resolve("added").toString()),
                List.of(
                        new Operation.WriteFile(network.toString(), new Secret(content), "0600", me),
                        new Operation.Exec(Command.script(script), Duration.ofSeconds(10))),
                Command.of("cp", network.toString(), taken.toString()),
                Duration.ofMillis(100),
                WINDOW);
    }

    private static Operation exec(String... argv) {
        return new Operation.Exec(Command.of(argv), Duration.ofSeconds(10));
    }

    private static List<String> outputs(Reply reply) {
        return reply.operations().stream()
                .map(result -> result.output().stdout())
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "unreadable: " + e;
        }
    }
}
