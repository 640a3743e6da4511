package io.petaforge.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.SshAccess;
import io.petaforge.remote.RemoteFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that are not up yet, not the ones they should be, or gone in the middle of things. */
@Timeout(180)
class SshConnectionTest {
    private static final Bundle HELLO = Bundle.ofProbes(List.of(Command.of("echo", "hello")));
    private static final SshSettings HASTY = new SshSettings(
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            Duration.ofMillis(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            2,
            TransferListener.SILENT);

    @TempDir
    Path dir;

    private ShellServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ShellServer(dir).start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void anotherHostKeyIsFinalAtOnce() throws Exception {
        Path other = Files.createDirectory(dir.resolve("other"));
        SshAccess right = server.access("root");
        String wrongKey = new ShellServer(other).hostKeyLine();
        SshAccess wrong = new SshAccess(
                right.machine(), right.address(), right.port(), "root", right.privateKey(), List.of(wrongKey));
        try (SshFleet fleet = SshFleet.of(List.of(wrong), HASTY)) {
            long start = System.nanoTime();
            RemoteFailure failure = assertThrows(
                    RemoteFailure.class, () -> fleet.host(wrong.machine()).run(HELLO));
            assertEquals(Kind.FINAL, failure.kind());
            assertTrue(System.nanoTime() - start < 45_000_000_000L);
            String text = failure.problem()
                    .render()
                    .replaceAll("SHA256:[A-Za-z0-9+/]{43}", "FP")
                    .replace(":" + right.port(), ":22");
            assertEquals(
                    """
                    PF-SSH-002: h1 (127.0.0.1:22) has host key ecdsa-sha2-nistp256 FP, not the one it should have (FP)
                        -> Find out what answers at that address; connect only after the substrate names the key that it really has.""",
                    text);
            assertEquals(0, server.logins.get());
            assertEquals(List.of(), List.copyOf(server.commandLines));
        }
    }

    @Test
    void noPinnedKeyMeansNoConnection() {
        SshAccess right = server.access("root");
        SshAccess none =
                new SshAccess(right.machine(), right.address(), right.port(), "root", right.privateKey(), List.of());
        try (SshFleet fleet = SshFleet.of(List.of(none), HASTY)) {
            assertEquals(
                    "PF-SSH-014",
                    assertThrows(RemoteFailure.class, () -> fleet.host(none.machine())
                                    .run(HELLO))
                            .problem()
                            .code());
        }
    }

    @Test
    void aKeyThatIsNotKnownYetIsWaitedFor() {
        server.refusedLogins = 3;
        try (SshFleet fleet = fleet(HASTY)) {
            assertEquals("hello\n", hello(fleet));
            assertEquals(4, server.logins.get());
        }
    }

    @Test
    void aKeyThatIsNeverKnownIsReportedAfterAWhile() {
        server.refusedLogins = Integer.MAX_VALUE;
        try (SshFleet fleet = fleet(HASTY)) {
            RemoteFailure failure = assertThrows(RemoteFailure.class, () -> hello(fleet));
            assertEquals(Kind.AUTH_PENDING, failure.kind());
            assertEquals("PF-SSH-003", failure.problem().code());
            assertTrue(server.logins.get() > 1, () -> server.logins + " logins");
            int tried = server.logins.get();
            assertThrows(RemoteFailure.class, () -> hello(fleet));
            assertEquals(tried + 1, server.logins.get());
        }
    }

    @Test
    void aHostThatBootsIsWaitedFor() throws Exception {
        int port = server.server.getPort();
        SshAccess access = server.access("root");
        server.server.stop(true);
        try (SshFleet fleet = SshFleet.of(List.of(access), HASTY)) {
            CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(
                    () -> fleet.host(access.machine()).run(HELLO));
            Thread.sleep(500);
            assertFalse(reply.isDone());
            ShellServer later = new ShellServer(dir);
            later.server.setKeyPairProvider(server.server.getKeyPairProvider());
            later.server.setPublickeyAuthenticator(server.server.getPublickeyAuthenticator());
            try (later) {
                later.start(port);
                assertEquals("hello\n", reply.join().probes().get(0).stdout());
            }
        }
    }

    @Test
    void aHostThatStaysAwayIsReportedOnceAndThenQuickly() throws Exception {
        SshAccess access = server.access("root");
        server.server.stop(true);
        try (SshFleet fleet = SshFleet.of(List.of(access), HASTY.withBoot(Duration.ofSeconds(1)))) {
            RemoteFailure failure = assertThrows(
                    RemoteFailure.class, () -> fleet.host(access.machine()).run(HELLO));
            assertEquals(Kind.RETRYABLE, failure.kind());
            assertEquals("PF-SSH-001", failure.problem().code());
            assertTrue(
                    failure.problem().what().endsWith("Connection refused"),
                    failure.problem().what());
            long start = System.nanoTime();
            assertThrows(RemoteFailure.class, () -> fleet.host(access.machine()).run(HELLO));
            assertTrue(System.nanoTime() - start < 45_000_000_000L);
        }
    }

    @Test
    void aLossInMidCommandIsRetryableAndTheCommandEnds() throws Exception {
        Path pid = dir.resolve("pid");
        Path after = dir.resolve("after");
        Operation.Exec slow = new Operation.Exec(
                Command.script("echo $$ >\"$1\"; sleep 30; touch \"$2\"", pid.toString(), after.toString()),
                Duration.ofSeconds(40));
        Operation.Exec next = new Operation.Exec(Command.of("touch", after.toString()), Duration.ofSeconds(1));
        try (SshFleet fleet = fleet(HASTY)) {
            CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(
                    () -> fleet.host(server.access("root").machine()).run(Bundle.ofOperations(List.of(slow, next))));
            waitFor(() -> Files.exists(pid) && Files.size(pid) > 0);
            Path process = Path.of("/proc", Files.readString(pid).strip());
            assertTrue(Files.exists(process));
            server.dropConnections();
            RemoteFailure failure = failureOf(reply);
            assertEquals(Kind.RETRYABLE, failure.kind());
            assertEquals("PF-SSH-004", failure.problem().code());
            assertEquals("hello\n", hello(fleet));
            assertEquals(2, server.logins.get());
            waitFor(() -> Files.notExists(process));
            assertFalse(Files.exists(after));
        }
    }

    @Test
    void aConnectionLostBetweenBundlesIsOpenedAnewUnnoticed() throws Exception {
        try (SshFleet fleet = fleet(HASTY)) {
            assertEquals("hello\n", hello(fleet));
            server.dropConnections();
            assertEquals("hello\n", hello(fleet));
        }
    }

    @Test
    void aHostThatFallsSilentIsNoticed() throws Exception {
        SshAccess right = server.access("root");
        try (Line line = new Line(right.port());
                SshFleet fleet = SshFleet.of(
                        List.of(new SshAccess(
                                right.machine(),
                                "127.0.0.1",
                                line.port(),
                                "root",
                                right.privateKey(),
                                right.hostKeys())),
                        HASTY)) {
            assertEquals("hello\n", hello(fleet));
            CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> fleet.host(right.machine())
                    .run(Bundle.ofOperations(
                            List.of(new Operation.Exec(Command.of("sleep", "50"), Duration.ofMinutes(1))))));
            Thread.sleep(300);
            line.cut = true;
            long start = System.nanoTime();
            RemoteFailure failure = failureOf(reply);
            assertEquals(Kind.RETRYABLE, failure.kind());
            assertTrue(System.nanoTime() - start < 40_000_000_000L);
        }
    }

    @Test
    void othersUseSudo() throws Exception {
        Path bin = Files.createDirectory(dir.resolve("bin"));
        executable(bin.resolve("sudo"), "#!/bin/sh\n[ \"$1\" = -n ] || exit 9\nshift\nSUDOED=yes exec \"$@\"\n");
        server.environment = java.util.Map.of("PATH", bin + ":" + System.getenv("PATH"));
        try (SshFleet fleet = SshFleet.of(List.of(server.access("debian")), HASTY)) {
            Reply reply = fleet.host(server.access("debian").machine())
                    .run(Bundle.ofProbes(List.of(Command.script("echo $SUDOED"))));
            assertEquals("yes\n", reply.probes().get(0).stdout());
        }
        executable(bin.resolve("sudo"), "#!/bin/sh\necho 'sudo: a password is required' >&2\nexit 1\n");
        try (SshFleet fleet = SshFleet.of(List.of(server.access("debian")), HASTY)) {
            RemoteFailure failure = assertThrows(
                    RemoteFailure.class,
                    () -> fleet.host(server.access("debian").machine()).run(HELLO));
            assertEquals(Kind.FINAL, failure.kind());
            assertEquals(
                    "debian may not use sudo without a password on h1 (127.0.0.1:" + server.server.getPort()
                            + "): sudo: a password is required",
                    failure.problem().what());
        }
    }

    @Test
    void whatALoginShellSaysIsNoAnswer() {
        server.before = "echo 'Welcome!'; printf 'no line end'; ";
        try (SshFleet fleet = fleet(HASTY)) {
            assertEquals("hello\n", hello(fleet));
        }
    }

    @Test
    void aShellThatDoesNotWorkIsFinal() {
        server.before = "echo 'No space left on device'; exit 3; ";
        try (SshFleet fleet = fleet(HASTY)) {
            RemoteFailure failure = assertThrows(RemoteFailure.class, () -> hello(fleet));
            assertEquals(Kind.FINAL, failure.kind());
            assertEquals("PF-SSH-007", failure.problem().code());
            assertTrue(
                    failure.problem().what().endsWith("exit status 3, No space left on device"),
                    failure.problem().what());
        }
    }

    @Test
    void aKeyFileThatIsNoneIsFinal() throws Exception {
        SshAccess right = server.access("root");
        Path missing = dir.resolve("missing");
        SshAccess access =
                new SshAccess(right.machine(), right.address(), right.port(), "root", missing, right.hostKeys());
        try (SshFleet fleet = SshFleet.of(List.of(access), HASTY)) {
            RemoteFailure failure = assertThrows(
                    RemoteFailure.class, () -> fleet.host(access.machine()).run(HELLO));
            assertEquals(Kind.FINAL, failure.kind());
            assertEquals("PF-SSH-008", failure.problem().code());
        }
    }

    private static RemoteFailure failureOf(CompletableFuture<Reply> reply) {
        Throwable cause = assertThrows(CompletionException.class, reply::join).getCause();
        return assertInstanceOf(RemoteFailure.class, cause, () -> "failed otherwise: " + cause);
    }

    private SshFleet fleet(SshSettings settings) {
        return SshFleet.of(List.of(server.access("root")), settings);
    }

    private String hello(SshFleet fleet) {
        return fleet.host(server.access("root").machine())
                .run(HELLO)
                .probes()
                .get(0)
                .stdout();
    }

    private static void executable(Path path, String text) throws IOException {
        Files.writeString(path, text);
        assertTrue(path.toFile().setExecutable(true));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void waitFor(Condition condition) throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, "waited in vain");
            Thread.sleep(20);
        }
    }

    /** A line that can be cut so that neither side hears of it. */
    private static final class Line implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        volatile boolean cut;

        Line(int target) throws IOException {
            thread(() -> {
                while (true) {
                    Socket near = socket.accept();
                    Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                    thread(() -> copy(near, far));
                    thread(() -> copy(far, near));
                }
            });
        }

        int port() {
            return socket.getLocalPort();
        }

        private void copy(Socket from, Socket to) throws IOException {
            byte[] buffer = new byte[8192];
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (!cut) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
            to.close();
        }

        private interface Task {
            void run() throws IOException;
        }

        private static void thread(Task task) {
            Thread thread = new Thread(() -> {
                try {
                    task.run();
                } catch (IOException e) {
                    // The test is over.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
