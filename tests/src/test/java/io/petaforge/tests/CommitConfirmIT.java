package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.remote.Output;
import io.petaforge.remote.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A change of the network that would cut the host off, on a lab host that is reached over its fabric port alone: nobody has
 * to help it. Needs root.
 */
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class CommitConfirmIT {
    private static final String OLD = "10.77.0.2/24";

    /** Nobody is there to answer it. */
    private static final String CUT_OFF = "10.88.0.2/24";

    @TempDir
    static Path directory;

    private static InBandHost host;

    @BeforeAll
    static void start() throws Exception {
        host = InBandHost.start(directory, OLD);
    }

    @AfterAll
    static void giveBack() throws Exception {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void aChangeThatCutsTheHostOffIsUndoneAndReported() throws Exception {
        long start = System.nanoTime();
        Reply reply = host.change(CUT_OFF);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("cut off, undone and reported in " + took.toMillis() + " ms");
        Output said = reply.failed().orElseThrow().output();
        assertTrue(
                said.stderr()
                        .startsWith("The host has undone it: expired.\nKept on the host in /var/lib/petaforge/undone/"),
                said.stderr());
        assertTrue(took.compareTo(InBandHost.WINDOW.plusSeconds(10)) < 0, took.toString());
        assertEquals(List.of(OLD), host.addresses());
        assertEquals(
                "",
                host.outOfBand("ls /var/lib/petaforge/commit; ls /etc/systemd/system | grep petaforge-undo || true"));
    }

    @Test
    void aClientThatIsKilledLeavesTheOldConfigurationBehind() throws Exception {
        host.changeAndBeKilled(CUT_OFF);
        assertEquals(List.of(CUT_OFF), host.addresses());
        host.await(List.of(OLD), InBandHost.WINDOW.plusSeconds(10));
        // Whoever runs the same command again finds the old state and can begin anew.
        assertTrue(host.change("10.77.0.3/24", OLD).failed().isEmpty());
        assertTrue(host.change(OLD).failed().isEmpty());
    }

    @Test
    void aHostThatLosesItsPowerBeforeTheConfirmationBootsWithTheOldConfiguration() throws Exception {
        host.changeAndBeKilled(CUT_OFF);
        host.powerCycle();
        host.await(List.of(OLD), Duration.ofSeconds(20));
        assertTrue(host.outOfBand("cat /var/lib/petaforge/undone/*/outcome").contains("has undone it: rebooted"));
        assertFalse(
                host.outOfBand("ls /etc/systemd/system/sysinit.target.wants").contains("petaforge-undo"));
        assertTrue(host.change(OLD).failed().isEmpty(), "it is reached over the fabric");
    }

    @Test
    void aGoodChangeStaysAndSurvivesAReboot() throws Exception {
        long start = System.nanoTime();
        assertTrue(host.change(OLD, "10.77.0.4/24").failed().isEmpty());
        System.out.println("changed and confirmed in "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
        Thread.sleep(InBandHost.WINDOW.toMillis());
        assertEquals(List.of(OLD, "10.77.0.4/24"), host.addresses());
        host.powerCycle();
        host.await(List.of(OLD, "10.77.0.4/24"), Duration.ofSeconds(20));
        assertTrue(host.change(OLD).failed().isEmpty());
    }
}
