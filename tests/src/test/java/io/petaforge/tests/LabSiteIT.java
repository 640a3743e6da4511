package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Ed25519Key;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.PowerState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What the tests of substrates with machines that exist rely on: power and installing do what they say. Needs root. */
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class LabSiteIT {
    private static final String NAME = "site-it";
    private static final MachineId HOST = new MachineId("node-1");
    private static final String DRIVE = "$(awk '$5 == \"data\" { print $2 }' /etc/petaforge/lab-disks)";

    @Test
    void powerAndInstallingAreReal() throws Exception {
        List<MachineRequest> hosts = LabSite.hosts(
                "node", 1, MachineRequest.Image.BARE, "768MiB", new DiskRequest(1, Media.SSD, ByteSize.parse("1GB")));
        try (LabSite site = LabSite.open(NAME, hosts)) {
            assertEquals("on", command(site, "status"));
            String boot = site.bootId(HOST);
            assertEquals(boot, site.bootId(HOST));
            site.run(HOST, "echo root >/root/mark; echo drive | dd of=" + DRIVE + " conv=fsync status=none");

            command(site, "reset");
            assertNotEquals(boot, site.bootId(HOST));
            assertEquals("root", site.run(HOST, "cat /root/mark").strip());

            command(site, "soft");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!command(site, "status").equals("off")) {
                assertTrue(System.nanoTime() < end, "an orderly shutdown ends");
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertEquals(PowerState.OFF, site.power(HOST));
            command(site, "on");
            assertEquals("on", command(site, "status"));
            command(site, "off");
            assertEquals("off", command(site, "status"));

            List<String> keys = site.access(HOST).hostKeys();
            command(site, "reinstall");
            assertNotEquals(keys, site.access(HOST).hostKeys(), "a fresh system has made its own host key");
            assertEquals("", site.run(HOST, "ls /root").strip());
            assertEquals("drive", site.run(HOST, "head -c5 " + DRIVE).strip());

            Ed25519Key given = Ed25519Key.generate();
            site.reinstall(HOST, Optional.of(given));
            assertEquals(List.of(given.publicLine()), site.access(HOST).hostKeys());
            assertEquals("drive", site.run(HOST, "head -c5 " + DRIVE).strip());
        }
        assertFalse(Files.exists(Path.of("/var/lib/petaforge/labs", NAME)));
    }

    /** Runs the site's own power switch as a program outside of this process does. */
    private static String command(LabSite site, String word) throws Exception {
        List<String> argv = new ArrayList<>(site.command(HOST));
        argv.add(word);
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
