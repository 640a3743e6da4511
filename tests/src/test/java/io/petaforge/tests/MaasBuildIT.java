package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.Answer;
import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Inspection;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.PowerState;
import io.petaforge.discover.SshInspector;
import io.petaforge.maas.fake.FakeAuth;
import io.petaforge.maas.fake.FakeMaas;
import io.petaforge.maas.fake.FakeMachine;
import io.petaforge.maas.fake.FakeRegion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * From allocate to a proven cluster and back, on a MAAS region as it was recorded, over HTTP, whose machines are lab hosts:
 * what it deploys boots with the host key and the login of the user data. One machine's deployment fails, another one
 * vanishes; later one is deployed anew in place. Every request is kept in {@code target/maas-requests.txt}. Needs root.
 */
@TestMethodOrder(OrderAnnotation.class)
@Tag("long")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class MaasBuildIT {
    private static final String LAB = "maas-build";
    private static final String CLUSTER = "fleet";
    private static final List<String> ZONES = List.of("rack-a", "rack-b", "rack-c");
    private static final List<String> IDS = List.of("lab001", "lab002", "lab003");

    /** When the system was made, and each OSD's store: adopted it stays, formatted anew it changes. */
    private static final String MADE = "stat -c %W /etc/machine-id; for osd in /var/lib/ceph/osd/ceph-*; do"
            + " ceph-bluestore-tool show-label --dev $osd/block | grep -E 'btime|osd_uuid'; done";

    @TempDir
    static Path directory;

    private static LabSite site;
    private static FakeMaas maas;
    private static Petaforge petaforge;
    private static String inventory;

    @BeforeAll
    static void start() throws Exception {
        site = LabSite.open(
                LAB,
                LabSite.hosts(
                        "metal",
                        3,
                        MachineRequest.Image.PREPARED,
                        "6GiB",
                        new DiskRequest(2, Media.SSD, ByteSize.parse("20GB")),
                        new DiskRequest(2, Media.SSD, ByteSize.parse("12GB"))));
        maas = new FakeMaas(new FakeRegion());
        FakeRegion region = maas.region();
        MaasLab hosts = new MaasLab(site);
        Map<MachineId, Answer<Inspection>> found =
                new SshInspector().inspect(site.access().values());
        List<MachineId> names = List.copyOf(new TreeMap<>(found).keySet());
        for (int i = 0; i < names.size(); i++) {
            Inspection inspection = found.get(names.get(i)).value().orElseThrow();
            hosts.add(region, names.get(i), inspection, IDS.get(i), ZONES.get(i));
            if (i < 2) {
                // One that is chosen before it, of the same kind, and comes to nothing.
                doomed(region, IDS.get(i), "bad00" + (i + 1), ZONES.get(i))
                        .fate(i == 0 ? FakeMachine.Fate.FAILS : FakeMachine.Fate.VANISHES);
            }
        }
        // Only these are there: the recorded ones have drives of terabytes.
        region.machines().stream()
                .map(FakeMachine::id)
                .filter(id -> !id.matches("(lab|bad)00\\d"))
                .toList()
                .forEach(region::remove);
        region.deployment(Duration.ofSeconds(16));
        region.installer(hosts);
        maas.realTime();
        petaforge = new Petaforge(directory);
        inventory = inventory().toString();
    }

    private static FakeMachine doomed(FakeRegion region, String like, String id, String zone) {
        FakeMachine machine = region.add(like, id, "a-" + id, zone);
        return machine;
    }

    @AfterAll
    static void stop() throws Exception {
        if (maas != null) {
            Path kept = Petaforge.root().resolve("tests/target/maas-requests.txt");
            Files.createDirectories(kept.getParent());
            Files.write(kept, maas.lines());
            maas.close();
        }
        if (site != null) {
            site.close();
        }
    }

    @Test
    @Order(1)
    void beforeTheBuildTheCandidatesAreShown() throws Exception {
        String text = petaforge.run("machines", inventory).mustExit(0).stdout();
        assertTrue(text.contains("node-1  bad001"), text);
        assertTrue(text.contains("metal-metal-1"), text);
    }

    @Test
    @Order(2)
    void aBuildReplacesWhatFailsAndWhatVanishesAndProvesTheCluster() throws Exception {
        maas.note("build");
        JsonNode report = petaforge
                .run("build", "--output", "json", inventory)
                .mustExit(0)
                .json();
        assertEquals("OK", report.path("outcome").asText());
        assertTrue(report.path("verification").isObject(), "the build ends with a proof over S3A");
        FakeRegion region = maas.region();
        assertEquals(8, region.machine("bad001").status(), "quarantined");
        assertTrue(region.machine("bad002") == null, "vanished");
        IDS.forEach(id -> assertEquals(6, region.machine(id).status(), id));
        assertEquals("HEALTH_OK", ceph("status").at("/health/status").asText());
        assertEquals(6, ceph("status").at("/osdmap/num_up_osds").asInt());
        assertEquals("node-1", onHost("node-1", "hostname").strip());
        System.out.printf(
                "build on MAAS from allocate to the proof: %.1f s, %d requests%n",
                report.path("seconds").asDouble(), maas.lines().size());
    }

    @Test
    @Order(3)
    void aSecondBuildChangesNothingAndAsksLittle() throws Exception {
        maas.note("build again");
        int before = maas.lines().size();
        JsonNode report = petaforge
                .run("build", "--output", "json", inventory)
                .mustExit(0)
                .json();
        assertFalse(report.path("changed").asBoolean());
        List<String> lines = maas.lines().subList(before, maas.lines().size());
        assertTrue(lines.stream().allMatch(line -> line.startsWith("GET ")), lines::toString);
        assertTrue(lines.stream().noneMatch(line -> line.contains("zone=")), lines::toString);
    }

    /** The installer clears the start of every drive that MAAS lists: what is there afterwards was not listed. */
    @Test
    @Order(4)
    void aHostIsDeployedAnewInPlaceAndItsOsdsKeepTheirData() throws Exception {
        maas.note("rebuild");
        List<String> before = onHost("node-2", MADE).lines().toList();
        JsonNode report = petaforge
                .run("rebuild", "--host", "node-2", "--output", "json", inventory)
                .mustExit(0)
                .json();
        List<String> after = onHost("node-2", MADE).lines().toList();
        assertNotEquals(before.get(0), after.get(0), "another system");
        assertEquals(5, before.size(), before::toString);
        assertEquals(before.subList(1, 5), after.subList(1, 5), "the stores are the same ones, made at the same time");
        JsonNode status = ceph("status");
        assertEquals("HEALTH_OK", status.at("/health/status").asText());
        assertEquals(6, status.at("/osdmap/num_up_osds").asInt());
        IDS.forEach(id -> assertEquals(6, maas.region().machine(id).status(), id));
        assertEquals(
                0, maas.lines().stream().filter(line -> line.contains("erase=")).count());
        assertFalse(petaforge
                .run("build", "--no-verify", "--output", "json", inventory)
                .mustExit(0)
                .json()
                .path("changed")
                .asBoolean());
        System.out.printf(
                "rebuild of a host on MAAS, data kept: %.1f s%n",
                report.path("seconds").asDouble());
    }

    @Test
    @Order(5)
    void afterTheBuildTheMachinesAreAskedThemselvesAndMaasAddsItsTests() throws Exception {
        JsonNode machines = petaforge
                .run("machines", "--output", "json", inventory)
                .mustExit(0)
                .json()
                .path("machines");
        assertEquals(3, machines.size());
        assertEquals(
                List.of(),
                petaforge
                        .run("machines", "--orphans", "--output", "json", inventory)
                        .mustExit(0)
                        .json()
                        .findValuesAsText("identity"));
    }

    /** Nothing is left but the inventory, what it refers to, and the operator's key. */
    @Test
    @Order(6)
    void aLostStateDirectoryComesBackThroughWhatMaasKnows() throws Exception {
        maas.note("adopt");
        Path state = directory.resolve(".petaforge/" + CLUSTER);
        Path lost = directory.resolve("lost");
        Files.move(state, lost);
        String key = lost.resolve("maas/operator_ed25519").toString();
        String shown =
                petaforge.run("adopt", "--key", key, inventory).mustExit(5).stderr();
        List<String> fingerprints = Pattern.compile("--accept-host-key (SHA256:\\S+)")
                .matcher(shown)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertEquals(3, fingerprints.size(), shown);
        petaforge
                .run("adopt", "--key", key, "--accept-host-key", fingerprints.get(1), inventory)
                .mustExit(0);
        for (String name : List.of("plan.json", "maas/machines.json", "maas/operator_ed25519", "secrets/ceph/fsid")) {
            assertEquals(Files.readString(lost.resolve(name)), Files.readString(state.resolve(name)), name);
        }
        assertFalse(petaforge
                .run("build", "--no-verify", "--output", "json", inventory)
                .mustExit(0)
                .json()
                .path("changed")
                .asBoolean());
    }

    @Test
    @Order(7)
    void theRequestsAreInTheJournalAndNoPartOfTheKeyIsAnywhere() throws Exception {
        String journal = Files.readString(directory.resolve("lost/journal.jsonl"));
        assertTrue(journal.contains("\"operation\":\"op=deploy\""), "deployments are in the journal");
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                for (String part : FakeAuth.KEY.split(":")) {
                    assertTrue(
                            !content.contains(part) || file.endsWith("maas.key"), () -> "a part of the key in " + file);
                }
            }
        }
    }

    @Test
    @Order(8)
    void destroyGivesTheMachinesBackErased() throws Exception {
        maas.note("destroy");
        String text = petaforge.run("destroy", "--yes", inventory).mustExit(0).stdout();
        assertTrue(text.contains("erased (quick)"), text);
        assertTrue(text.contains("left in quarantine: a-bad001 (bad001)"), text);
        for (String id : IDS) {
            assertEquals(4, maas.region().machine(id).status(), id);
            assertEquals("", maas.region().agentOf(id));
        }
        assertEquals(
                3,
                maas.lines().stream()
                        .filter(line -> line.contains("op=release erase=true quick_erase=true"))
                        .count());
        for (MachineId host : site.access().keySet()) {
            assertEquals(PowerState.OFF, site.power(host));
            site.on(host);
            String starts = site.run(
                    host,
                    "for d in $(awk '$5 == \"data\" { print $2 }' /etc/petaforge/lab-disks); do"
                            + " head -c 1048576 \"$d\" | tr -d '\\0' | wc -c; done");
            assertTrue(starts.lines().allMatch("0"::equals), host + ": " + starts);
        }
        assertFalse(Files.exists(directory.resolve(".petaforge/" + CLUSTER)));
    }

    private static Path inventory() throws Exception {
        Path key = directory.resolve("maas.key");
        Files.writeString(key, FakeAuth.KEY + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path file = directory.resolve("fleet.yaml");
        Files.writeString(
                file,
                """
                petaforge: 1
                cluster: %s
                substrate:
                  maas:
                    url: %s
                    api-key: file:maas.key
                    user: root
                    zones: {r1: rack-a, r2: rack-b, r3: rack-c}
                    groups:
                      node: {pool: storage, tags: [ceph-osd]}
                machines:
                  node:
                    count: 3
                    racks: [r1, r2, r3]
                    roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]
                    constraints: {threads: ">= 2", memory: ">= 5GiB"}
                    volumes:
                      osd: 2 x ssd >= 20GB
                      workspace: 1 x ssd >= 12GB
                      cache: 1 x ssd >= 12GB
                storage: {protection: replica 3, failure-domain: rack}
                ceph: {profile: lab}
                spark:
                  executor: {cores: 2, memory: 1GiB}
                verify:
                  data: 128MB
                  object-size: 32MB
                """
                        .formatted(CLUSTER, maas.url()));
        return file;
    }

    private static JsonNode ceph(String command) throws Exception {
        return new ObjectMapper().readTree(onHost("node-1", "ceph " + command + " --format json"));
    }

    private static String onHost(String host, String line) throws Exception {
        return petaforge.run("ssh", inventory, host, "--", line).mustExit(0).stdout();
    }
}
