package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.MachineId;
import io.petaforge.api.PowerState;
import io.petaforge.bmc.IpmiSimulators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ceph, Spark and the proof over S3A on machines that simply exist, behind a jump host, with a login that has sudo, and
 * controllers; what is wrong about them said before anything is changed; and no secret told on the way. Needs root.
 */
@TestMethodOrder(OrderAnnotation.class)
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class FixedIT {
    private static final String CLUSTER = "fixed-it";
    private static final String SITE = "fixed-site";

    /** What runs, and what is on a host's drives and in its configuration, of a cluster. */
    private static final String LEFT =
            """
            systemctl --no-legend --plain --state=active list-units 'ceph-*@*' 'petaforge-spark*'
            for drive in /dev/disk/by-id/*LAB*; do blkid -p "$drive"; done
            ls -d /etc/ceph/c* /etc/ceph/*.pem /etc/petaforge/spark /var/lib/ceph/osd/* /var/lib/ceph/mon/* /var/lib/petaforge/st* 2>/dev/null
            grep /srv/petaforge /etc/fstab /proc/mounts
            :
            """;

    @TempDir
    static Path directory;

    private static SecretHunt hunt;
    private static FixedSite site;
    private static Petaforge petaforge;
    private static Path inventory;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(IpmiSimulators.possible(), "openipmi and ipmitool cannot be installed here");
        hunt = SecretHunt.start();
        site = FixedSite.open(directory, SITE);
        petaforge = new Petaforge(directory);
        inventory = site.inventory(CLUSTER, "");
    }

    @AfterAll
    static void stop() throws Exception {
        if (hunt != null) {
            hunt.close();
        }
        if (site != null) {
            site.close();
        }
    }

    /** Each says what is wrong and what to do; no cluster is recorded, and the machines stay as they were. */
    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"wrong-host-key", "unreachable", "wrong-user", "no-sudo"})
    void whatIsWrongAboutTheMachinesIsSaidBeforeAnythingIsChanged(String fault) throws Exception {
        String node = site.access(FixedSite.NODES.get(0)).address();
        String other = site.access(FixedSite.NODES.get(1)).address();
        String text = Files.readString(inventory);
        String known = Files.readString(directory.resolve("known_hosts"));
        String wrong = text;
        switch (fault) {
            case "wrong-host-key" ->
                Files.writeString(
                        directory.resolve("known_hosts"),
                        known.replace(node + " ", "x ").replace(other + " ", node + " ")
                                + known.lines().skip(1).findFirst().orElseThrow() + "\n");
            case "unreachable" ->
                wrong = text.replace(
                        "address: " + node + ",",
                        "address: " + nobody(node) + ", host-keys: [\""
                                + site.access(FixedSite.NODES.get(0)).hostKeys().get(0) + "\"],");
            case "wrong-user" -> wrong = text.replace("user: deploy", "user: nobody-here");
            default -> site.site().run(FixedSite.NODES.get(2), "mv /etc/sudoers.d/deploy /root/deploy");
        }
        Path file = directory.resolve("wrong.yaml");
        Files.writeString(file, wrong);
        try {
            Petaforge.Run run = petaforge.run("build", file.toString());
            assertEquals(Golden.of("fixed-refusals/" + fault), run.status() + "\n" + normal(run.stderr()));
        } finally {
            Files.writeString(directory.resolve("known_hosts"), known);
            if (fault.equals("no-sudo")) {
                site.site().run(FixedSite.NODES.get(2), "mv /root/deploy /etc/sudoers.d/deploy");
            }
        }
        assertFalse(Files.exists(directory.resolve(".petaforge/" + CLUSTER + "/fixed-machines")));
        for (MachineId host : FixedSite.NODES) {
            assertEquals(
                    "",
                    site.site().run(host, "ls -d /etc/petaforge/[!l]* /etc/ceph/ceph.conf 2>/dev/null || :"),
                    host.value());
        }
    }

    @Test
    @Order(2)
    void aMachineThatIsOffIsSwitchedOnAndAKilledBuildIsContinued() throws Exception {
        petaforge.run("power", "off", inventory.toString(), "node-2").mustExit(0);
        assertEquals(PowerState.OFF, site.site().power(FixedSite.NODES.get(1)));
        for (int seconds : List.of(12, 20)) {
            Petaforge.Started started = petaforge.start("build", inventory.toString());
            if (!started.process().waitFor(seconds, TimeUnit.SECONDS)) {
                // The launcher execs Java, so this is the SIGKILL of petaforge itself.
                started.process().destroyForcibly().waitFor();
                assertEquals(137, started.process().exitValue());
            }
        }
        JsonNode report = petaforge
                .run("build", "--output", "json", inventory.toString())
                .mustExit(0)
                .json();
        assertEquals("OK", report.path("outcome").asText());
        assertTrue(report.path("verification").isObject(), "the build ends with a proof");
        assertEquals(PowerState.ON, site.site().power(FixedSite.NODES.get(1)));
    }

    @Test
    @Order(3)
    void aSecondBuildChangesNothing() throws Exception {
        JsonNode report = petaforge
                .run("build", "--output", "json", inventory.toString())
                .mustExit(0)
                .json();
        assertFalse(report.path("changed").asBoolean());
        for (JsonNode step : report.path("steps")) {
            assertEquals(
                    "unchanged",
                    step.path("outcome").asText(),
                    step.path("name").asText());
        }
    }

    @Test
    @Order(4)
    void theClusterIsReachedThroughTheJumpHost() throws Exception {
        String health = petaforge
                .run("ssh", inventory.toString(), "node-1", "sudo", "ceph", "status", "--format", "json")
                .mustExit(0)
                .stdout();
        assertEquals(
                "HEALTH_OK",
                new ObjectMapper().readTree(health).at("/health/status").asText());
        petaforge.run("verify", inventory.toString()).mustExit(0);
    }

    /** As if the cluster had been built on a machine with other drives at that address. */
    @Test
    @Order(5)
    void aMachineThatWasExchangedIsRefused() throws Exception {
        Path record = directory.resolve(".petaforge/" + CLUSTER + "/fixed-machines");
        String lines = Files.readString(record);
        String one = lines.lines().findFirst().orElseThrow();
        Files.writeString(record, lines.replace(one, one.replaceAll("LAB[0-9A-F]+", "OTHER")));
        Petaforge.Run run = petaforge.run("build", inventory.toString());
        Files.writeString(record, lines);
        assertEquals(Golden.of("fixed-refusals/exchanged"), run.status() + "\n" + normal(run.stderr()));
    }

    @Test
    @Order(6)
    void noSecretIsToldByAnyOfTheseRuns() {
        site.keys().forEach(hunt::keptIn);
        SecretHunt.Report report = hunt.keptIn(directory.resolve(".petaforge/" + CLUSTER + "/secrets"))
                .look("state, output and reports", directory)
                .lab(SITE)
                .end();
        System.out.println(report.text());
        report.mustBeClean();
    }

    @Test
    @Order(7)
    void destroyForgetsAndSaysWhatStays() throws Exception {
        Petaforge.Run run =
                petaforge.run("destroy", "--yes", inventory.toString()).mustExit(0);
        assertEquals(Golden.of("fixed-refusals/destroyed"), normal(run.stdout()).replaceAll("\\d+\\.\\d s", "N s"));
        assertFalse(Files.exists(directory.resolve(".petaforge/" + CLUSTER)));
        assertEquals(
                "active",
                site.site()
                        .run(FixedSite.NODES.get(0), "systemctl is-active ceph-mon@node-1")
                        .strip());
    }

    /** Taken over again from what its hosts keep, and then really ended. */
    @Test
    @Order(8)
    void destroyErasesWhatIsOnTheDrives() throws Exception {
        petaforge.run("adopt", inventory.toString()).mustExit(0);
        Petaforge.Run run = petaforge
                .run("destroy", "--yes", "--data", "erase", inventory.toString())
                .mustExit(0);
        assertEquals(Golden.of("fixed-refusals/erased"), normal(run.stdout()).replaceAll("\\d+\\.\\d s", "N s"));
        assertTrue(run.stderr().contains(" objects, "), run::stderr);
        for (MachineId host : FixedSite.NODES) {
            assertEquals("", site.site().run(host, LEFT).strip(), host.value());
        }
    }

    /** An address of the site's network that no machine has. */
    private static String nobody(String address) {
        return address.substring(0, address.lastIndexOf('.')) + ".250";
    }

    /** Without what differs from run to run. */
    private static String normal(String text) throws IOException {
        String normal = text.replace(directory.toString(), "<directory>")
                .replaceAll("10\\.99\\.\\d+\\.", "192.0.2.")
                .replaceAll("SHA256:[A-Za-z0-9+/]{43}", "SHA256:<fingerprint>")
                .replaceAll("ssh-ed25519 AAAA[A-Za-z0-9+/=]+", "ssh-ed25519 <key>")
                .replaceAll("LAB[0-9A-F]{12}", "<drive>")
                .replaceAll("within \\d+ ms", "within <time> ms");
        return Stream.of(normal.split("\n", -1))
                .filter(line -> line.startsWith("<directory>")
                        || line.contains("PF-")
                        || line.startsWith("    ->")
                        || line.startsWith("checked")
                        || line.startsWith("removed")
                        || line.startsWith("cluster "))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }
}
