package io.petaforge.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import io.petaforge.remote.RemoteFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that lie behind another. */
@Timeout(120)
class JumpHostTest {
    private static final Bundle HELLO = Bundle.ofProbes(List.of(Command.of("echo", "hello")));
    private static final SshSettings RUNNING = new SshSettings(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMillis(50),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            3,
            TransferListener.SILENT);

    @TempDir
    Path dir;

    private ShellServer host;
    private ShellServer gateway;

    @BeforeEach
    void start() throws Exception {
        host = new ShellServer(Files.createDirectory(dir.resolve("host"))).start();
        gateway = new ShellServer(Files.createDirectory(dir.resolve("gateway")));
        gateway.server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        gateway.start();
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
        gateway.close();
    }

    @Test
    void hostsBehindOneShareItsConnection() {
        List<SshAccess> behind = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            behind.add(behind("h" + i, host.server.getPort(), gateway.hostKeyLine()));
        }
        try (SshFleet fleet = SshFleet.of(behind, RUNNING)) {
            fleet.machines().parallelStream()
                    .forEach(id -> assertEquals(
                            "hello\n", fleet.host(id).run(HELLO).probes().get(0).stdout()));
        }
        assertEquals(5, host.logins.get());
        assertEquals(1, gateway.logins.get());
        assertEquals(0, gateway.commandLines.size());
    }

    @Test
    void aJumpHostThatWentAwayIsConnectedToAgain() throws Exception {
        SshAccess access = behind("h1", host.server.getPort(), gateway.hostKeyLine());
        try (SshFleet fleet = SshFleet.of(List.of(access), RUNNING.withBoot(Duration.ofSeconds(20)))) {
            assertEquals("hello\n", hello(fleet));
            gateway.dropConnections();
            Thread.sleep(300);
            assertEquals("hello\n", hello(fleet));
        }
        assertEquals(2, gateway.logins.get());
    }

    @Test
    void aJumpHostWithAnotherKeyIsNotUsed() throws IOException {
        RemoteFailure failure = failure(behind("h1", host.server.getPort(), host.hostKeyLine()));
        assertEquals(Kind.FINAL, failure.kind());
        assertEquals("PF-SSH-002", failure.problem().code());
        assertEquals(new MachineId("h1"), failure.machine());
        assertTrue(failure.problem().what().startsWith("jump-host (127.0.0.1:" + gateway.server.getPort() + ")"));
        assertEquals(0, host.logins.get());
    }

    @Test
    void aJumpHostThatRefusesTheLoginIsFinal() {
        gateway.refusedLogins = Integer.MAX_VALUE;
        RemoteFailure failure = failure(behind("h1", host.server.getPort(), gateway.hostKeyLine()));
        assertEquals(Kind.FINAL, failure.kind());
        assertEquals("PF-SSH-003", failure.problem().code());
    }

    @Test
    void aJumpHostThatForwardsNothingIsFinal() throws Exception {
        gateway.server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        RemoteFailure failure = failure(behind("h1", host.server.getPort(), gateway.hostKeyLine()));
        assertEquals("PF-SSH-013", failure.problem().code());
        assertEquals(Kind.FINAL, failure.kind());
    }

    @Test
    void nothingBehindItIsToldFromNoJumpHost() throws Exception {
        int port = host.server.getPort();
        host.close();
        RemoteFailure behind = failure(behind("h1", port, gateway.hostKeyLine()));
        assertEquals(Kind.RETRYABLE, behind.kind());
        String way = "by way of jump host 127.0.0.1:" + gateway.server.getPort() + ": ";
        assertTrue(behind.problem().what().contains(way), behind.problem()::what);
        SshAccess access = behind("h1", port, gateway.hostKeyLine());
        gateway.close();
        RemoteFailure none = failure(access);
        assertEquals("PF-SSH-001", none.problem().code());
        assertTrue(none.problem().what().contains("refused"), none.problem()::what);
    }

    @Test
    void aHostKeyThatNobodyPinnedIsShownAndRefused() {
        SshAccess right = host.access("root");
        SshAccess none =
                new SshAccess(right.machine(), right.address(), right.port(), "root", right.privateKey(), List.of());
        RemoteFailure failure = failure(none);
        assertEquals(Kind.FINAL, failure.kind());
        assertEquals("PF-SSH-014", failure.problem().code());
        assertTrue(failure.problem().what().contains("SHA256:"), failure.problem()::what);
        String line = host.hostKeyLine();
        assertTrue(failure.problem().fix().contains("host-keys: [\"" + line + "\"]"), failure.problem()::fix);
        assertEquals(0, host.logins.get());
    }

    private SshAccess behind(String name, int port, String gatewayKey) {
        SshAccess direct = host.access("root");
        SshAccess way = gateway.access("ops");
        return new SshAccess(
                new MachineId(name),
                "127.0.0.1",
                port,
                "root",
                direct.privateKey(),
                direct.hostKeys(),
                Optional.of(new SshAccess.Jump("127.0.0.1", way.port(), "ops", way.privateKey(), List.of(gatewayKey))));
    }

    private static RemoteFailure failure(SshAccess access) {
        try (SshFleet fleet = SshFleet.of(List.of(access), RUNNING)) {
            return assertThrows(RemoteFailure.class, () -> hello(fleet));
        }
    }

    private static String hello(SshFleet fleet) {
        return fleet.host(new MachineId("h1")).run(HELLO).probes().get(0).stdout();
    }
}
