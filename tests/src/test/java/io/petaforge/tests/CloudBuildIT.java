package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.cloud.aws.Between;
import io.petaforge.cloud.aws.Moto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
 * From nothing to a proven cluster and back through EC2's API, with killed runs on the way, and a spot machine that is taken
 * back while a Spark job runs. EC2 is moto; its machines are lab hosts, with the host keys, logins and volumes of the requests
 * that made them. Needs root.
 */
@TestMethodOrder(OrderAnnotation.class)
@Tag("long")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class CloudBuildIT {
    private static final String LAB = "cloud-build";
    private static final String CLUSTER = "sky";
    private static final String SPOT = "compute-1";
    private static final String WATCH = "petaforge-spark-spot-watch.service";
    private static final String TAKEN = "petaforge-spark-worker.service is being decommissioned";
    private static final String MASTER =
            "python3 -c 'import json, urllib.request as u; print(*sorted(w[\"host\"] + \" \" + w[\"state\"] for w in"
                    + " json.load(u.urlopen(\"http://%s:8080/json/\"))[\"workers\"]), sep=\"\\n\")'";

    @TempDir
    static Path directory;

    private static LabSite site;
    private static Moto moto;
    private static Between between;
    private static CloudLab lab;
    private static List<String> nothing;
    private static Petaforge petaforge;
    private static String inventory;
    private static InterruptedSpark spark;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Moto.present(), "moto cannot be installed");
        moto = Moto.start();
        nothing = moto.listing();
        between = Between.of(moto.address());
        // What EBS makes of 20 and 12 GB: whole GiB.
        site = LabSite.open(
                LAB,
                LabSite.hosts(
                        "metal",
                        5,
                        MachineRequest.Image.PREPARED,
                        "8GiB",
                        new DiskRequest(2, Media.SSD, ByteSize.ofGiB(19)),
                        new DiskRequest(2, Media.SSD, ByteSize.ofGiB(12))));
        lab = new CloudLab(site, moto.address());
        between.behind(lab);
        between.script((number, action, form) -> lab.fate(action, form));
        petaforge = new Petaforge(directory);
        inventory = inventory().toString();
    }

    @AfterAll
    static void stop() throws Exception {
        if (between != null) {
            between.close();
        }
        if (lab != null) {
            lab.close();
        }
        if (site != null) {
            site.close();
        }
        if (moto != null) {
            moto.close();
        }
    }

    @Test
    @Order(1)
    void aBuildThatIsKilledTwiceIsContinuedToTheProof() throws Exception {
        // While it asks for machines, and between monitors and gateways.
        petaforge.killWhen(() -> !lab.hosts().isEmpty(), "build", inventory);
        petaforge.killWhen(() -> journal().contains("\"step\":\"ceph/pools\""), "build", inventory);
        JsonNode report = build();
        assertEquals(List.of(), lab.troubles());
        assertEquals("OK", report.path("outcome").asText());
        assertTrue(report.path("verification").isObject(), "the build ends with a proof over S3A");
        assertEquals("HEALTH_OK", ceph("status").at("/health/status").asText());
        assertEquals(6, ceph("status").at("/osdmap/num_up_osds").asInt());
        Map<String, Long> made = moto.listing().stream()
                .collect(Collectors.groupingBy(line -> line, TreeMap::new, Collectors.counting()));
        assertEquals(1L, made.get("instance m5.large running eu-central-1b"), made::toString);
        assertEquals(3L, made.get("instance m5.large running eu-central-1a"), made::toString);
        assertEquals(5, lab.hosts().size(), "no machine was made twice");
        assertEquals(6L, made.get("volume gp3 19"), made::toString);
        assertEquals(
                1,
                between.forms("RunInstances").stream()
                        .filter(form -> form.contains("MarketType=spot") && form.contains("MaxCount=2"))
                        .count(),
                "both spot machines are of one request, and find their own keys in it");
        System.out.printf(
                "build through EC2's API, the rest after two kills: %.1f s, %d requests in all%n",
                report.path("seconds").asDouble(), between.forms().size());
    }

    @Test
    @Order(2)
    void aSecondBuildChangesNothingAndStatusSaysSo() throws Exception {
        int before = between.forms().size();
        JsonNode report = build();
        assertFalse(report.path("changed").asBoolean(), report.path("steps").toString());
        assertTrue(
                between.forms().stream().skip(before).allMatch(form -> form.startsWith("Action=Describe")),
                "it only looks");
        System.out.printf(
                "second build: %.1f s, %d requests%n",
                report.path("seconds").asDouble(), between.forms().size() - before);
        JsonNode status = status();
        assertTrue(status.path("converged").asBoolean(), status::toString);
        assertEquals(5, status.path("machines").size());
    }

    @Test
    @Order(3)
    void theNoticeTakesTheWorkerOutOfServiceAndTheJobLosesNothing() throws Exception {
        String address = address(SPOT);
        MachineId host = host(address);
        spark = new InterruptedSpark(site, host(address("node-1")), host);
        spark.startMetadata();
        String master = String.format(MASTER, address("node-1"));
        assertTrue(onHost("node-1", master).contains(address + " ALIVE"));

        String result = spark.runWithNotice();

        // Its executors left when their parts of the shuffle were elsewhere. Executors that had begun to read know the
        // old places until a read fails: Spark asks once more then, which is why some tasks may be tried again.
        assertTrue(
                result.matches("keys=1000 sum=19999900000 again=1000 failed=[0-9]+ repeated=[0-9]+ left="
                        + address.replace(".", "\\.") + " moved=[1-9][0-9]*"),
                result);
        System.out.println("a spot worker that is taken back while a job runs: " + result);
        outOfService(onHost("node-1", master), address);
        String said = site.run(host, "journalctl -o cat -u " + WATCH);
        assertTrue(said.contains("this machine is to be taken back (terminate at 20"), said);
        assertEquals(1, said.lines().filter(line -> line.contains(TAKEN)).count(), said);
        // A worker that is started again is taken out again: it would be given executors that go with the machine.
        spark.restartWorker(WATCH, TAKEN);
        String workers = "";
        for (int i = 0; i < 50 && !workers.contains(address + " DECOMMISSIONED"); i++) {
            TimeUnit.MILLISECONDS.sleep(200);
            workers = onHost("node-1", master);
        }
        outOfService(workers, address);
        List<String> asked = spark.metadataRequests();
        assertEquals("PUT /latest/api/token 200", asked.get(0));
        assertEquals("GET /latest/meta-data/spot/instance-action 404", asked.get(1));
        assertTrue(asked.stream().noneMatch(line -> line.endsWith(" 401")), asked::toString);
    }

    private static void outOfService(String workers, String address) {
        assertTrue(workers.contains(address + " DECOMMISSIONED"), workers);
        assertFalse(workers.contains(address + " ALIVE"), workers);
        assertEquals(4, workers.lines().filter(line -> line.endsWith(" ALIVE")).count(), workers);
    }

    @Test
    @Order(4)
    void theNextBuildPutsAnotherMachineInItsPlace() throws Exception {
        String before = instance(address(SPOT));
        lab.reclaim(before);
        Petaforge.Run status = petaforge.run("status", inventory).mustExit(5);
        assertTrue(status.stderr().contains("not running: " + SPOT), status.stderr());
        JsonNode report = petaforge
                .run("build", "--no-verify", "--output", "json", inventory)
                .mustExit(0)
                .json();
        assertEquals(List.of(), lab.troubles());
        assertNotEquals(before, instance(address(SPOT)));
        assertTrue(status().path("converged").asBoolean());
        System.out.printf(
                "another spot machine in place of a lost one: %.1f s%n",
                report.path("seconds").asDouble());
    }

    @Test
    @Order(5)
    void aHostGetsANewSystemInPlaceAndItsDataComeBack() throws Exception {
        String hostKey = onHost("node-2", "cat /etc/ssh/ssh_host_ed25519_key.pub");
        onHost("node-2", "sudo touch /var/lib/of-the-old-system");
        String osds = onHost("node-1", "sudo ceph osd dump --format json");
        String instance = instance(address("node-2"));
        List<String> whole = moto.listing();
        int before = between.forms("CreateReplaceRootVolumeTask").size();
        // While EC2 works at it: the next run goes on.
        petaforge.killWhen(
                () -> between.forms("CreateReplaceRootVolumeTask").stream()
                        .skip(before)
                        .anyMatch(form -> !form.contains("DryRun")),
                "rebuild",
                "--host",
                "node-2",
                inventory);
        Petaforge.Run run =
                petaforge.run("rebuild", "--host", "node-2", inventory).mustExit(0);
        assertEquals(List.of(), lab.troubles());
        assertEquals(hostKey, onHost("node-2", "cat /etc/ssh/ssh_host_ed25519_key.pub"), "as it was pinned");
        onHost("node-2", "test ! -e /var/lib/of-the-old-system");
        assertEquals(instance, instance(address("node-2")));
        assertEquals(uuids(osds), uuids(onHost("node-1", "sudo ceph osd dump --format json")), "the same OSDs");
        assertEquals(6, ceph("status").at("/osdmap/num_up_osds").asInt());
        assertEquals(whole, moto.listing());
        JsonNode again = build();
        assertFalse(again.path("changed").asBoolean(), again.path("steps").toString());
        assertTrue(status().path("converged").asBoolean());
        System.out.printf("a host rebuilt through EC2's API, killed once: %.1f s%n", run.seconds());
    }

    private static List<String> uuids(String dump) throws IOException {
        List<String> uuids = new ArrayList<>();
        new ObjectMapper()
                .readTree(dump)
                .path("osds")
                .forEach(osd -> uuids.add(osd.path("uuid").asText()));
        return uuids;
    }

    @Test
    @Order(6)
    void destroyLeavesWhatWasThereBefore() throws Exception {
        Petaforge.Run run = petaforge.run("destroy", "--yes", inventory).mustExit(0);
        assertTrue(run.stdout().contains(", 0 left"), run.stdout());
        assertEquals(nothing, moto.listing());
        assertEquals(Map.of(), lab.hosts());
        assertFalse(Files.exists(directory.resolve(".petaforge/" + CLUSTER)));
        List<String> forms = between.forms();
        assertEquals(List.of("checked " + forms.size() + " requests against 2016-11-15"), Moto.check(forms));
        System.out.printf("destroy: %.1f s%n", run.seconds());
    }

    private static Path inventory() throws IOException {
        for (String name : List.of("id", "secret")) {
            Path key = directory.resolve("key." + name);
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, "testing-" + name + "\n");
        }
        Path file = directory.resolve("sky.yaml");
        Files.writeString(
                file,
                """
                petaforge: 1
                cluster: %s
                substrate:
                  aws:
                    region: eu-central-1
                    endpoint: %s
                    access-key: file:key.id
                    secret-key: file:key.secret
                    racks: {r1: eu-central-1a, r2: eu-central-1b, r3: eu-central-1c}
                    operators: [198.51.100.7/32]
                    image: {owner: "099720109477", name: ubuntu/images/*16.04-amd64*, user: %s}
                    groups:
                      node: {types: [m5.large]}
                      compute: {types: [m5.large], spot: true}
                machines:
                  node:
                    count: 3
                    racks: [r1, r2, r3]
                    roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]
                    image: prepared
                    volumes:
                      osd: 2 x ssd >= 20GB
                      workspace: 1 x ssd >= 12GB
                      cache: 1 x ssd >= 12GB
                  compute:
                    count: 2
                    racks: [r1]
                    roles: [spark-worker]
                    image: prepared
                    volumes:
                      workspace: 1 x ssd >= 12GB
                      cache: 1 x ssd >= 12GB
                storage: {protection: replica 3, failure-domain: rack}
                ceph: {profile: lab}
                spark:
                  executor: {cores: 1, memory: 1GiB}
                verify:
                  data: 128MB
                  object-size: 32MB
                """
                        .formatted(CLUSTER, between.address(), CloudInitRun.IMAGE_USER));
        return file;
    }

    private static JsonNode build() throws Exception {
        return petaforge.run("build", "--output", "json", inventory).mustExit(0).json();
    }

    private static JsonNode status() throws Exception {
        return petaforge
                .run("status", "--output", "json", inventory)
                .mustExit(0)
                .json();
    }

    private static String journal() {
        try {
            Path file = directory.resolve(".petaforge/" + CLUSTER + "/journal.jsonl");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String address(String machine) throws Exception {
        JsonNode addresses = new ObjectMapper()
                .readTree(directory
                        .resolve(".petaforge/" + CLUSTER + "/aws/record.json")
                        .toFile())
                .path("machines");
        for (JsonNode held : addresses) {
            if (held.path("machine").asText().equals(machine)) {
                return held.path("privateAddress").asText();
            }
        }
        throw new AssertionError(machine + " is not recorded");
    }

    private static MachineId host(String address) {
        return site.access().entrySet().stream()
                .filter(host -> host.getValue().address().equals(address))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static String instance(String address) {
        MachineId host = host(address);
        return lab.hosts().entrySet().stream()
                .filter(instance -> instance.getValue().equals(host))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode ceph(String command) throws Exception {
        return new ObjectMapper().readTree(onHost("node-1", "sudo ceph " + command + " --format json"));
    }

    private static String onHost(String host, String line) throws Exception {
        return petaforge.run("ssh", inventory, host, "--", line).mustExit(0).stdout();
    }
}
