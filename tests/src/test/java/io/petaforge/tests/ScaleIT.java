package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
 * A cluster grows by a rack and loses another while objects are written and read, and every byte is compared. The command is
 * killed while it drains. Needs root.
 */
@TestMethodOrder(OrderAnnotation.class)
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class ScaleIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Small: one OSD a rack, one Spark worker. The racks are what differs between the stages. */
    private static final String INVENTORY =
            """
            petaforge: 1
            cluster: scale
            substrate: {lab: {}}
            machines:
              storage:
                count: %d
                racks: [%s]
                roles: [mon, mgr, osd, rgw]
                constraints: {threads: ">= 2", memory: ">= 3GiB"}
                volumes: {osd: 1 x ssd >= 10GB}
              compute:
                count: 1
                racks: [r1]
                roles: [spark-master, spark-worker, spark-history]
                constraints: {threads: ">= 2", memory: ">= 3GiB"}
                volumes: {workspace: 1 x ssd >= 5GB, cache: 1 x ssd >= 5GB}
            storage: {protection: replica 2, failure-domain: rack}
            spark: {executor: {cores: 1, memory: 512MiB}}
            verify: {data: 32MB, object-size: 8MB}
            """;

    /** Where the traffic comes from: a host that stays. */
    private static final String CLIENT = "storage-1";

    /**
     * What no request took longer than: mons, OSDs, gateways and routes come and go one after the other, and the slowest of
     * that is a client which finds its gateway gone and is told so when the address has moved. It may try for 15 s.
     */
    private static final double LONGEST_STALL = 20;

    @TempDir
    static Path directory;

    private static Petaforge petaforge;
    private static Path three;
    private static Path four;

    @BeforeAll
    static void start() throws IOException {
        petaforge = new Petaforge(directory);
        three = Files.writeString(directory.resolve("three.yaml"), INVENTORY.formatted(3, "r1, r2, r3"));
        four = Files.writeString(directory.resolve("four.yaml"), INVENTORY.formatted(4, "r1, r2, r3, r4"));
    }

    @AfterAll
    static void destroyWhateverIsLeft() throws Exception {
        petaforge.run("destroy", "--yes", four.toString());
    }

    @Test
    @Order(1)
    void aRackJoinsWhileObjectsAreWrittenAndRead() throws Exception {
        petaforge.run("build", "--no-verify", three.toString()).mustExit(0);
        startTraffic();
        String up = onHost("uptime -s; ps -o lstart= -C ceph-osd,ceph-mon");
        petaforge.run("build", "--no-verify", four.toString()).mustExit(0);
        assertEquals(up, onHost("uptime -s; ps -o lstart= -C ceph-osd,ceph-mon"), "nothing there was restarted");
        JsonNode tree = ceph("osd", "tree");
        assertEquals(
                4,
                tree.path("nodes").findValuesAsText("type").stream()
                        .filter("rack"::equals)
                        .count());
        for (JsonNode node : tree.path("nodes")) {
            if (node.path("type").asText().equals("osd")) {
                assertEquals(0.009, node.path("crush_weight").asDouble(), 0.001, "it has all of its weight");
            }
        }
        unharmed();
    }

    @Test
    @Order(2)
    void aRackThatLeavesIsDrainedThoughTheCommandIsKilledMeanwhile() throws Exception {
        Petaforge.Started started = petaforge.start("build", "--no-verify", three.toString());
        Path journal = directory.resolve(".petaforge/scale/journal.jsonl");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (!Files.readString(journal).contains("move the data off osd.3")) {
            if (!started.process().isAlive() || System.nanoTime() > end) {
                fail("it never drained: " + Files.readString(started.err()));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        TimeUnit.MILLISECONDS.sleep(300);
        started.process().destroyForcibly().waitFor();
        assertEquals(137, started.process().exitValue());
        assertTrue(ceph("osd", "tree").toString().contains("\"osd.3\""), "it was killed before the end");

        petaforge.run("build", "--no-verify", three.toString()).mustExit(0);
        JsonNode tree = ceph("osd", "tree");
        assertFalse(tree.toString().contains("storage-4") || tree.toString().contains("\"r4\""), tree.toString());
        assertEquals(3, ceph("mon", "dump").path("mons").size());
        assertFalse(Files.exists(Path.of("/run/netns/pf.scale.storage-4")));
        assertFalse(Files.exists(Path.of("/run/netns/pf.scale.leaf-r4")), "nor has it a switch any more");
        assertFalse(Files.exists(Path.of("/var/lib/petaforge/labs/scale/hosts/storage-4")));
        JsonNode machines = petaforge
                .run("status", "--output", "json", three.toString())
                .mustExit(0)
                .json();
        assertFalse(machines.toString().contains("storage-4"), machines.toString());
        unharmed();
    }

    @Test
    @Order(3)
    void everyObjectIsThereAndASecondBuildChangesNothing() throws Exception {
        onHost("touch /root/stop");
        JsonNode seen = traffic();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!seen.path("ended").asBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(300);
            seen = traffic();
        }
        assertTrue(seen.path("ended").asBoolean(), "every object was read once more");
        System.out.println("traffic: " + seen);
        unharmed();
        JsonNode report = petaforge
                .run("build", "--no-verify", "--output", "json", three.toString())
                .mustExit(0)
                .json();
        assertFalse(report.path("changed").asBoolean(), report.toString());
    }

    @Test
    @Order(4)
    void whatDoesNotLeaveCannotBeLost() throws Exception {
        String said = petaforge
                .run("build", "--lost", "storage-1", "--lost", "storage-9", three.toString())
                .mustExit(2)
                .stderr();
        assertTrue(said.contains("PF-DAY-030: storage-1 is said to be lost, and the inventory still names it"), said);
        assertTrue(said.contains("PF-DAY-030: the cluster has no host 'storage-9'"), said);
    }

    /** Its switch has the name and the ports of one whose connections may still die in the kernel. */
    @Test
    @Order(5)
    void aRackThatLeftMayComeBack() throws Exception {
        petaforge.run("build", "--no-verify", four.toString()).mustExit(0);
        assertTrue(ceph("osd", "tree").toString().contains("storage-4"));
        unharmed();
    }

    private static void unharmed() throws Exception {
        JsonNode seen = traffic();
        assertEquals(0, seen.path("different").asInt(), seen.toString());
        assertTrue(seen.path("objects").asInt() > 10, seen.toString());
        assertTrue(seen.path("longest").asDouble() < LONGEST_STALL, seen.toString());
    }

    private static void startTraffic() throws Exception {
        Path secrets = directory.resolve(".petaforge/scale/secrets/s3");
        Path input = directory.resolve("traffic.in");
        Files.writeString(
                input,
                JSON.writeValueAsString(Map.of(
                        "name", "s3.scale.internal",
                        "address", "s3.scale.internal",
                        "port", 443,
                        "ca", "/etc/ceph/ca.crt",
                        "access", Files.readString(secrets.resolve("access-key")),
                        "secret", Files.readString(secrets.resolve("secret-key")),
                        "bucket", "spark-logs",
                        "bytes", 262_144,
                        "state", "/root/traffic.json",
                        "stop", "/root/stop")));
        Path program = directory.resolve("traffic.py");
        String client = resource("/io/petaforge/ceph/s3.py").replaceFirst("\nmain\\(\\)\n$", "\n");
        Files.writeString(program, client + resource("s3-traffic.py"));
        feed(program, "cat >/root/traffic.py");
        feed(
                input,
                "cat >/root/traffic.in; chmod 600 /root/traffic.in; cd /root;"
                        + " setsid python3 traffic.py <traffic.in >traffic.log 2>&1 & sleep 2");
        assertTrue(traffic().path("objects").asInt() > 0, () -> "there is no traffic");
    }

    private static JsonNode traffic() throws Exception {
        return JSON.readTree(onHost("cat /root/traffic.json || cat /root/traffic.log"));
    }

    private static void feed(Path file, String script) throws Exception {
        Process process = new ProcessBuilder(
                        Petaforge.root().resolve("bin/petaforge").toString(), "ssh", three.toString(), CLIENT, script)
                .directory(directory.toFile())
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    private static JsonNode ceph(String... command) throws Exception {
        return JSON.readTree(onHost(Stream.concat(Stream.of("ceph"), Stream.of(command))
                        .reduce((a, b) -> a + " " + b)
                        .orElseThrow()
                + " --format json"));
    }

    private static String onHost(String script) throws Exception {
        return petaforge
                .run("ssh", three.toString(), CLIENT, "--", script)
                .mustExit(0)
                .stdout();
    }

    private static String resource(String name) throws IOException {
        try (var in = ScaleIT.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
