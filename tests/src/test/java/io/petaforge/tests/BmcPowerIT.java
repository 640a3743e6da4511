package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.PowerState;
import io.petaforge.bmc.FreeIpmi;
import io.petaforge.bmc.IpmiSimulators;
import io.petaforge.remote.RemoteFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** {@code petaforge power} over IPMI on real controllers that own the power of real hosts. Needs root. */
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class BmcPowerIT {
    private static final MachineId ONE = new MachineId("node-1");
    private static final MachineId TWO = new MachineId("node-2");
    private static final String REST =
            """
            machines:
              node:
                count: 3
                racks: [r1, r2, r3]
                roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]
                constraints: {threads: ">= 2", memory: ">= 6GiB"}
                volumes:
                  osd: 1 x ssd >= 20GB
                  workspace: 1 x ssd >= 12GB
                  cache: 1 x ssd >= 12GB
            """;

    @TempDir
    static Path directory;

    private static ControlledSite site;
    private static Petaforge petaforge;
    private static String inventory;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(IpmiSimulators.possible(), "openipmi, ipmitool and freeipmi-tools cannot be installed here");
        site = ControlledSite.open(
                directory,
                "bmc-power",
                LabSite.hosts(
                        "node",
                        3,
                        MachineRequest.Image.BARE,
                        "6GiB",
                        new DiskRequest(1, Media.SSD, ByteSize.parse("20GB"))));
        petaforge = new Petaforge(directory);
        inventory = site.inventory("bmc-power", Set.of(), REST).toString();
    }

    @AfterAll
    static void stop() throws Exception {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void eachActionIsSeenOnTheHostItselfAndByOtherClients() throws Exception {
        assertEquals("on", power("status"));
        String first = site.site().bootId(ONE);

        assertEquals("off", power("off"));
        assertEquals(PowerState.OFF, site.site().power(ONE));
        assertEquals("off", secondOpinions());
        assertEquals("off", power("status"));

        assertEquals("on", power("on"));
        assertEquals("on", secondOpinions());
        String second = site.site().bootId(ONE);
        assertNotEquals(first, second);
        assertEquals("on", power("on"));
        assertEquals(second, site.site().bootId(ONE), "a machine that is on stays as it is");

        assertEquals("on", power("cycle"));
        String third = site.site().bootId(ONE);
        assertNotEquals(second, third);

        assertEquals("on", power("reset"));
        awaitAnotherBoot(third);

        site.site().run(ONE, "systemctl --quiet --no-block start systemd-journald; sync");
        assertEquals("off", power("soft"));
        assertEquals(PowerState.OFF, site.site().power(ONE));
        assertEquals("off", secondOpinions());
        assertEquals("on", power("on"));
        assertEquals("", String.join(" ", site.orders(new MachineId("node-3"))), "no other machine is touched");
    }

    /** Where nobody answers its network boot, a machine comes back as it was, which is not what was asked for. */
    @Test
    void aMachineThatWasNotInstalledIsToldFromOneThatWas() throws Exception {
        site.silenceNetworkBoot();
        String before = site.site().bootId(TWO);
        Petaforge.Run run = petaforge
                .run("power", "reinstall", "--timeout", "1", inventory, TWO.value())
                .mustExit(6);
        assertTrue(run.stderr().contains("PF-BMC-023"), run.stderr());
        assertNotEquals(before, site.site().bootId(TWO));
    }

    /** The order is taken at once, and followed a moment later. */
    private static void awaitAnotherBoot(String before) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (before(before)) {
            assertTrue(System.nanoTime() < end, "a reset restarts the host");
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static boolean before(String boot) {
        try {
            return site.site().bootId(ONE).equals(boot);
        } catch (RemoteFailure hit) {
            // The reset came in the middle of the question.
            return true;
        }
    }

    private static String power(String action) throws Exception {
        return petaforge
                .run("power", action, "--output", "json", inventory, ONE.value())
                .mustExit(0)
                .json()
                .at("/machines/node-1/power")
                .asText()
                .toLowerCase(java.util.Locale.ROOT);
    }

    private static String secondOpinions() throws Exception {
        int port = site.port(ONE);
        String free = FreeIpmi.power(port);
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "ipmitool",
                        "-I",
                        "lanplus",
                        "-C",
                        "3",
                        "-H",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port),
                        "-U",
                        IpmiSimulators.USER,
                        "-E",
                        "chassis",
                        "power",
                        "status"))
                .redirectErrorStream(true);
        builder.environment().put("IPMITOOL_PASSWORD", IpmiSimulators.PASSWORD);
        Process process = builder.start();
        String tool = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), tool);
        assertEquals("Chassis Power is " + free, tool);
        return free;
    }
}
