package io.petaforge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.SshAccess;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.ShellServer;
import io.petaforge.remote.SshFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host behind a jump host, of neither of which a key is known, both really answering. */
class HostKeyConsentTest {
    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private ShellServer host;

    @SuppressWarnings("NullAway.Init")
    private ShellServer gateway;

    @BeforeEach
    void start() throws Exception {
        host = new ShellServer(Files.createDirectory(directory.resolve("host"))).start();
        gateway = new ShellServer(Files.createDirectory(directory.resolve("gateway")));
        gateway.server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        gateway.start();
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
        gateway.close();
    }

    private static String fingerprint(ShellServer server) {
        return SshFleet.offered(List.of(server.access("root")))
                .values()
                .iterator()
                .next()
                .fingerprint();
    }

    private List<SshAccess> ways(Path key) {
        SshAccess.Jump jump = new SshAccess.Jump("127.0.0.1", gateway.server.getPort(), "root", key, List.of());
        SshAccess behind = new SshAccess(
                new MachineId("storage-1"),
                "127.0.0.1",
                host.server.getPort(),
                "root",
                key,
                List.of(),
                Optional.of(jump));
        return List.of(behind, behind.named(new MachineId("storage-2")));
    }

    private static String refused(Set<String> accepted, List<SshAccess> ways) {
        PetaforgeException refused =
                assertThrows(PetaforgeException.class, () -> new HostKeyConsent(accepted).known(ways));
        assertEquals(ExitCode.UNREACHABLE, refused.exitCode());
        return String.join(
                "\n",
                refused.problems().stream()
                        .map(problem -> problem.code() + ": " + problem.what() + " -> " + problem.fix())
                        .toList());
    }

    @Test
    void theJumpHostIsVouchedForFirstThenWhatLiesBehindIt() {
        List<SshAccess> ways = ways(host.access("root").privateKey());
        String jump = fingerprint(gateway);
        String own = fingerprint(host);

        String first = refused(Set.of(), ways);
        assertTrue(first.startsWith("PF-DAY-062: jump-host (127.0.0.1) offers host key " + jump), first);
        assertEquals(1, first.lines().count(), first);
        assertEquals(0, gateway.logins.get(), "nobody logged in to a host that nobody vouched for");

        String second = refused(Set.of(jump), ways);
        assertTrue(second.startsWith("PF-DAY-062: storage-1 (127.0.0.1) offers host key " + own), second);
        assertEquals(2, second.lines().count(), second);
        assertTrue(gateway.logins.get() > 0);
        assertEquals(0, host.logins.get());

        // As it was reached, so it can be asked.
        Collection<SshAccess> known = new HostKeyConsent(Set.of(jump, own)).known(ways);
        assertEquals(2, known.size());
        try (Fleet fleet = Custody.patientFor(known)) {
            assertEquals(
                    "hello\n",
                    fleet.host(new MachineId("storage-2"))
                            .run(Bundle.ofProbes(List.of(Command.of("echo", "hello"))))
                            .probes()
                            .get(0)
                            .stdout());
        }
    }

    @Test
    void whatDoesNotAnswerByWayOfAJumpHostMayBeForTheKey() throws Exception {
        String jump = fingerprint(gateway);
        List<SshAccess> ways = ways(host.access("root").privateKey());
        host.close();
        String said = refused(Set.of(jump), ways);
        assertTrue(
                said.startsWith("PF-DAY-065: storage-1 (127.0.0.1) does not answer by way of jump host 127.0.0.1 ->"
                        + " check that it is on and reachable, and that the private key is the one with which the"
                        + " cluster was built, or give another monitor's host: --host ADDRESS"),
                said);
    }
}
