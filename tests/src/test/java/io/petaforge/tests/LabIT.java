package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/**
 * The whole chain in a real lab on this machine: build, look at what is there, build again, break it, kill the command,
 * destroy. Needs root.
 */
@TestMethodOrder(OrderAnnotation.class)
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class LabIT {
    private static final String INVENTORY =
            Petaforge.root().resolve("inventories/lab.yaml").toString();

    @TempDir
    static Path directory;

    private static Petaforge petaforge;

    private static SecretHunt hunt;

    @BeforeAll
    static void start() {
        hunt = SecretHunt.start();
        petaforge = new Petaforge(directory);
    }

    @AfterAll
    static void destroyWhateverIsLeft() throws Exception {
        hunt.close();
        petaforge.run("destroy", "--yes", INVENTORY);
    }

    @Test
    @Order(1)
    void aBuildThatIsKilledAtThreeMomentsIsContinuedByTheSameCommand() throws Exception {
        for (int seconds : List.of(2, 7, 14)) {
            Petaforge.Started started = petaforge.start("build", INVENTORY);
            if (!started.process().waitFor(seconds, TimeUnit.SECONDS)) {
                // The launcher execs Java, so this is the SIGKILL of petaforge itself.
                started.process().destroyForcibly().waitFor();
                assertEquals(137, started.process().exitValue());
            }
        }
        JsonNode report = petaforge
                .run("build", "--output", "json", INVENTORY)
                .mustExit(0)
                .json();
        assertEquals("OK", report.path("outcome").asText());
        assertTrue(report.path("verification").isObject(), "the build ends with a proof");
    }

    @Test
    @Order(2)
    void aSecondBuildChangesNothing() throws Exception {
        JsonNode report = petaforge
                .run("build", "--output", "json", INVENTORY)
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
    @Order(3)
    void cephIsWhatTheInventoryAsksFor() throws Exception {
        JsonNode status = onHost("storage-1", "ceph", "status", "--format", "json");
        assertEquals("HEALTH_OK", status.at("/health/status").asText());
        assertEquals(3, status.path("quorum").size());
        assertEquals(6, status.at("/osdmap/num_up_osds").asInt());
        JsonNode tree = onHost("storage-2", "ceph", "osd", "tree", "--format", "json");
        long racks = Stream.iterate(0, i -> i + 1)
                .limit(tree.path("nodes").size())
                .filter(i -> tree.at("/nodes/" + i + "/type").asText().equals("rack"))
                .count();
        assertEquals(3, racks);
    }

    @Test
    @Order(4)
    void sparkHasAllItsWorkers() throws Exception {
        JsonNode status = petaforge
                .run("status", "--output", "json", INVENTORY)
                .mustExit(0)
                .json();
        assertTrue(status.toString().contains("\"converged\":true"), status.toString());
    }

    @Test
    @Order(5)
    void aHostThatLostAServiceAndAFileIsMended() throws Exception {
        shell("storage-2", "systemctl stop ceph-osd.target; rm /etc/ceph/ceph.conf");
        JsonNode report = petaforge
                .run("build", "--no-verify", "--output", "json", INVENTORY)
                .mustExit(0)
                .json();
        assertTrue(report.path("changed").asBoolean());
        assertEquals(
                6,
                onHost("storage-1", "ceph", "status", "--format", "json")
                        .at("/osdmap/num_up_osds")
                        .asInt());
    }

    @Test
    @Order(6)
    void aSecondRunAtTheSameTimeIsRefused() throws Exception {
        Petaforge.Started first = petaforge.start("verify", INVENTORY);
        TimeUnit.SECONDS.sleep(3);
        Petaforge.Run second = petaforge.run("build", INVENTORY).mustExit(4);
        assertTrue(second.stderr().contains("PF-STATE-003"), second.stderr());
        petaforge.finish(first, 300).mustExit(0);
    }

    @Test
    @Order(7)
    void noSecretIsToldByAnyOfTheseRuns() {
        SecretHunt.Report report = hunt.keptIn(directory.resolve(".petaforge/lab/secrets"))
                .look("state, output and reports", directory)
                .lab("lab")
                .end();
        System.out.println(report.text());
        report.mustBeClean();
    }

    @Test
    @Order(8)
    void destroyLeavesNothing() throws Exception {
        petaforge.run("destroy", "--yes", INVENTORY).mustExit(0);
        assertEquals(
                "",
                output("ip", "netns", "list")
                        .lines()
                        .filter(l -> l.contains("pf-lab-"))
                        .findAny()
                        .orElse(""));
        assertFalse(Files.readString(Path.of("/proc/mounts")).contains("/petaforge/labs/lab/"));
        assertFalse(output("losetup", "--list", "--noheadings").contains("/labs/lab/"));
        assertFalse(Files.exists(Path.of("/var/lib/petaforge/labs/lab")));
        assertFalse(Files.exists(directory.resolve(".petaforge/lab")));
    }

    private static JsonNode onHost(String host, String... command) throws Exception {
        String[] argv = Stream.concat(Stream.of("ssh", INVENTORY, host, "--"), Stream.of(command))
                .toArray(String[]::new);
        return new ObjectMapper().readTree(petaforge.run(argv).mustExit(0).stdout());
    }

    private static void shell(String host, String script) throws Exception {
        petaforge.run("ssh", INVENTORY, host, "--", script).mustExit(0);
    }

    private static String output(String... argv) throws Exception {
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
