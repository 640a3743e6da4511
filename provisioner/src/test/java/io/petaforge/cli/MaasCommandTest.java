package io.petaforge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.Progress;
import io.petaforge.api.Secret;
import io.petaforge.api.Substrate;
import io.petaforge.maas.MaasKey;
import io.petaforge.maas.MaasSubstrate;
import io.petaforge.maas.fake.FakeAuth;
import io.petaforge.maas.fake.FakeMaas;
import io.petaforge.maas.fake.FakeRegion;
import io.petaforge.maas.fake.Recorded;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import io.petaforge.spec.SubstrateSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line against the region that was recorded: candidates, orphans, and what people are told who ask wrongly. */
class MaasCommandTest {
    /** What {@code lldpctl -f xml} prints. */
    private static final String LLDP =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <lldp label="LLDP neighbors">
             <interface label="Interface" name="ens1f0" via="LLDP" rid="1" age="0 day, 00:00:53">
              <chassis label="Chassis"><name label="SysName">leaf-a1</name></chassis>
              <port label="Port"><id label="PortID" type="ifname">swp7</id></port>
             </interface>
            </lldp>
            """;

    private static final Path GOLDEN = Path.of("src/test/resources/cli/maas").toAbsolutePath();

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private FakeMaas maas;

    private record Said(int exit, String out, String err) {}

    @BeforeEach
    void start() {
        maas = new FakeMaas(new FakeRegion());
        // The only one of its rack with drives enough.
        maas.region().add("mph6mh", "x00001", "node11", "rack-c");
        maas.realTime();
    }

    @AfterEach
    void stop() {
        maas.close();
    }

    @Test
    void beforeABuildTheCandidatesAreShownWithTheirHardware() throws IOException {
        FakeRegion region = maas.region();
        region.set("hhntgt", 22, "admin");
        // One whose tests failed, which this inventory takes all the same, and one that heard its neighbours.
        region.set("wpmbss", 22, "admin");
        region.results("wpmbss", "current-testing", Recorded.body("066-results-testing-failed"));
        ObjectNode heard = Recorded.body("057-results-commissioning-passed").deepCopy();
        heard.path("results").forEach(result -> {
            if (result.path("name").asText().equals("maas-capture-lldpd")) {
                ((ObjectNode) result)
                        .put("stdout", Base64.getEncoder().encodeToString(LLDP.getBytes(StandardCharsets.UTF_8)));
            }
        });
        region.results("mph6mh", "current-commissioning", heard);
        Said said = run("machines", inventory(FakeAuth.KEY, "    accept-failed-tests: true\n"));
        golden("candidates.txt", said.exit() + "\n" + said.out() + said.err());
        // It only looks.
        assertTrue(maas.lines().stream().allMatch(line -> line.startsWith("GET ")), maas.lines()::toString);
    }

    @Test
    void asJsonTheyCarryEverythingThatIsKnown() throws IOException {
        Said said = run("machines", inventory(FakeAuth.KEY, ""), "--output", "json");
        assertEquals(0, said.exit(), said.err());
        JsonNode first = new ObjectMapper().readTree(said.out()).at("/candidates/chosen/storage-1");
        assertEquals(32, first.path("threads").asInt());
        assertEquals(32, first.at("/hardware/numa/0/threads").asInt());
        assertEquals("SAMSUNG MZQL23T8HCLS-00A07", first.at("/disks/5/model").asText());
        assertEquals("S64HNE0T010371", first.at("/disks/5/serial").asText());
        assertEquals(25_000_000_000L, first.at("/hardware/ports/1/speed").asLong());
        assertEquals("52:54:00:20:00:01", first.at("/hardware/ports/1/mac").asText());
        assertEquals("smartctl-validate", first.at("/hardware/tests/0/name").asText());
    }

    @Test
    void orphansAreListedAdoptedAndReleased() throws IOException {
        Path inventory = inventory(FakeAuth.KEY, "");
        assertEquals(
                "No orphans: every machine that is held for cluster pb1 is in its record.\n",
                run("machines", inventory, "--orphans").out());
        // As a run leaves them whose record was lost: one that was only allocated, one that runs, and somebody else's.
        maas.region().set("eqr3bm", 10, "admin");
        maas.region().annotate("eqr3bm:petaforge-cluster:pb1;petaforge-machine:storage-1;petaforge-token:00000000");
        maas.region().set("wpmbss", 6, "admin");
        maas.region().annotate("wpmbss:petaforge-cluster:pb1;petaforge-machine:storage-2;petaforge-token:00000000");
        maas.region().set("apqayp", 6, "admin");
        StringBuilder text = new StringBuilder();
        told(text, "--orphans", run("machines", inventory, "--orphans"));
        told(
                text,
                "--adopt eqr3bm --adopt wpmbss",
                run("machines", inventory, "--adopt", "eqr3bm", "--adopt", "wpmbss"));
        told(
                text,
                "--adopt apqayp --adopt wpmbss=mars-1",
                run("machines", inventory, "--adopt", "apqayp", "--adopt", "wpmbss=mars-1"));
        told(text, "--release apqayp", run("machines", inventory, "--release", "apqayp"));
        told(text, "--release a --orphans", run("machines", inventory, "--release", "a", "--orphans"));
        assertEquals(6, maas.region().machine("wpmbss").status(), "nothing was released so far");
        maas.region().erase(java.time.Duration.ofMillis(100));
        told(
                text,
                "--release eqr3bm --release wpmbss",
                run("machines", inventory, "--release", "eqr3bm", "--release", "wpmbss"));
        told(text, "--orphans", run("machines", inventory, "--orphans"));
        golden("orphans.txt", text.toString());
        assertEquals(4, maas.region().machine("eqr3bm").status());
        assertEquals(6, maas.region().machine("apqayp").status(), "not the cluster's, not released");
        assertEquals(
                2,
                maas.lines().stream()
                        .filter(line -> line.contains("op=release erase=true quick_erase=true"))
                        .count());
    }

    @Test
    void whatBuildSaysToBadInputAndThatNothingIsTakenThen() throws IOException {
        StringBuilder text = new StringBuilder();
        told(text, "a key in two parts", run("build", inventory("only:two", "")));
        told(
                text,
                "a key whose secret is wrong",
                run("build", inventory("ConsumerKeyAbc123:TokenKeyDef456:Wrong", "")));
        told(
                text,
                "names that MAAS does not know, all at once",
                run(
                        "build",
                        edited(
                                inventory(FakeAuth.KEY, ""),
                                "ceph-osd",
                                "nosuchtag",
                                "racks: [rack-a, rack-b, rack-c]",
                                "racks: [rack-a, rack-b, rack-z]",
                                "pool: storage",
                                "pool: nosuchpool")));
        told(
                text,
                "a tag that MAAS does not know, which excludes every machine",
                run("build", edited(inventory(FakeAuth.KEY, ""), "ceph-osd", "nosuchtag")));
        told(
                text,
                "zones under other names, one of which MAAS does not know",
                run(
                        "build",
                        edited(
                                inventory(FakeAuth.KEY, "    zones: {r1: rack-a, r2: rack-b, r3: az-3}\n"),
                                "racks: [rack-a, rack-b, rack-c]",
                                "racks: [r1, r2, r3]")));
        maas.region().set("eqr3bm", 6, "admin");
        maas.region().set("mph6mh", 22, "admin");
        maas.region().power("nwpk7q", "error");
        told(text, "no match: which constraint excluded how many", run("build", inventory(FakeAuth.KEY, "")));
        golden("bad-input.txt", text.toString());
        assertTrue(
                maas.lines().stream().noneMatch(line -> line.startsWith("POST ") && !line.contains("dry_run=true")),
                maas.lines()::toString);
        assertClean(text.toString());
    }

    @Test
    void machinesThatSomebodyLockedOrReleasesAreLeftAlone() throws IOException {
        maas.close();
        maas = new FakeMaas(new FakeRegion());
        maas.region().add("mph6mh", "x00001", "node11", "rack-c");
        Path inventory = inventory(FakeAuth.KEY, "");
        ClusterSpec spec = InventoryReader.load(inventory).spec();
        try (Substrate substrate = new MaasSubstrate(
                Substrates.settings((SubstrateSpec.Maas) spec.substrate()),
                MaasKey.parse(new Secret(FakeAuth.KEY)),
                directory.resolve("state"),
                maas.time(),
                request -> {})) {
            substrate.acquire(new ClusterPlanner(spec).request(), Progress.SILENT);
        }
        maas.realTime();
        maas.region().lock("mph6mh");
        maas.region().set("wpmbss", 14, "admin");
        maas.forgetLines();
        StringBuilder text = new StringBuilder();
        told(text, "build: one machine is locked, another is being released", run("build", inventory));
        told(text, "switching the locked machine off", run("power", "off", inventory, "storage-1"));
        told(text, "adopting what is no orphan", run("machines", inventory, "--adopt", "mph6mh"));
        assertTrue(
                maas.lines().stream().filter(line -> line.startsWith("POST ")).allMatch(line -> line.endsWith("403")),
                maas.lines()::toString);
        maas.region().erase(java.time.Duration.ofMillis(100));
        maas.region().set("wpmbss", 6, "admin");
        Said destroyed = run("destroy", inventory, "--yes");
        told(text, "destroy", destroyed);
        golden("locked.txt", text.toString());
        assertEquals(6, maas.region().machine("mph6mh").status());
        assertEquals(4, maas.region().machine("wpmbss").status());
        assertTrue(Files.exists(directory.resolve("state/pb1/maas/machines.json")), "what is left is still known");
    }

    @Test
    void theRequestsOfARunAreInItsJournalAndNoSecretIs() throws IOException {
        run("build", edited(inventory(FakeAuth.KEY, ""), "ceph-osd", "nosuchtag"));
        List<JsonNode> lines = new ArrayList<>();
        try (Stream<String> all = Files.lines(directory.resolve("state/pb1/journal.jsonl"))) {
            for (String line : all.toList()) {
                assertClean(line);
                lines.add(new ObjectMapper().readTree(line));
            }
        }
        JsonNode zone = lines.stream()
                .filter(line -> line.path("event").asText().equals("maas")
                        && line.path("operation").asText().equals("zone=rack-a"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "GET machines/ 200",
                zone.path("method").asText() + " " + zone.path("path").asText() + " "
                        + zone.path("outcome").asText());
        assertTrue(zone.path("ms").isIntegralNumber());
    }

    private static void assertClean(String text) {
        for (String part : FakeAuth.KEY.split(":")) {
            assertFalse(text.contains(part), () -> "a part of the key in: " + text);
        }
        assertFalse(text.contains("Expected signature"), () -> "the body of a 401 in: " + text);
    }

    private static void told(StringBuilder text, String title, Said said) {
        text.append("== ").append(title).append("\nexit ").append(said.exit()).append('\n');
        // The report of a run holds times; what went wrong is on standard error in full.
        text.append(said.err().isEmpty() ? said.out() : said.err()).append('\n');
    }

    /** {@code -Dgolden.write=true} writes the texts anew, to be read in the diff. */
    private static void golden(String name, String text) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text);
        }
        assertEquals(Files.readString(file), text);
    }

    private Path inventory(String key, String more) throws IOException {
        Path secret = directory.resolve("maas.key");
        Files.writeString(secret, key + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        String text =
                """
                petaforge: 1
                cluster: pb1
                substrate:
                  maas:
                    url: URL
                    api-key: file:maas.key
                MORE    groups:
                      storage:
                        pool: storage
                        tags: [ceph-osd]
                        networks:
                          cluster: {space: ceph-cluster, speed: 25G}
                machines:
                  storage:
                    count: 3
                    racks: [rack-a, rack-b, rack-c]
                    roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]
                    image: bare
                    constraints: {threads: ">= 16", memory: ">= 128GiB"}
                    volumes: {osd: 1 x nvme >= 3.8TB, workspace: 1 x nvme >= 1TB, cache: 1 x ssd >= 400GB}
                """
                        .replace("URL", maas.url().toString())
                        .replace("MORE", more);
        Path file = directory.resolve("pb1.yaml");
        Files.writeString(file, text);
        return file;
    }

    private static Path edited(Path inventory, String... replacements) throws IOException {
        String text = Files.readString(inventory);
        for (int i = 0; i < replacements.length; i += 2) {
            assertTrue(text.contains(replacements[i]), replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        Files.writeString(inventory, text);
        return inventory;
    }

    private Said run(String group, String command, Path inventory, String... more) {
        List<String> all = new ArrayList<>(List.of(inventory.toString()));
        all.addAll(List.of(more));
        return execute(List.of(group, command), all);
    }

    private Said run(String command, Path inventory, String... more) {
        List<String> all = new ArrayList<>(List.of(inventory.toString()));
        all.addAll(List.of(more));
        return execute(List.of(command), all);
    }

    private Said execute(List<String> command, List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine petaforge = Main.commandLine();
        petaforge.setOut(new PrintWriter(out));
        petaforge.setErr(new PrintWriter(err));
        List<String> args = new ArrayList<>(command);
        args.addAll(arguments);
        args.addAll(List.of("--state-dir", directory.resolve("state").toString(), "--no-progress"));
        return new Said(petaforge.execute(args.toArray(String[]::new)), out.toString(), err.toString());
    }
}
