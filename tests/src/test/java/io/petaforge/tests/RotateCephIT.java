package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.MachineId;
import io.petaforge.lab.LabSubstrate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
 * The keys of Ceph's daemons and administrator are rotated while S3 clients go on. What was measured is kept in {@code
 * target/rotate.txt}.
 */
@TestMethodOrder(OrderAnnotation.class)
@Tag("long")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class RotateCephIT {
    private static final String CLUSTER = "rotceph";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Waits until all OSDs are up and all data are where they belong. */
    private static final String UP_AGAIN =
            """
            for i in $(seq 120); do
              ceph osd stat | grep -q ' 3 up' && ceph pg stat | grep -Eq '^([0-9]+) pgs: \\1 active.clean;' && exit 0
              sleep 1
            done
            ceph -s; exit 1
            """;

    @TempDir
    static Path directory;

    private static SmallLab lab;
    private static final StringBuilder SAID = new StringBuilder();

    @BeforeAll
    static void build() throws Exception {
        lab = SmallLab.of(CLUSTER, directory);
        lab.run("build", "--no-verify").mustExit(0);
    }

    @AfterAll
    static void destroy() throws Exception {
        lab.run("destroy", "--yes");
    }

    @Test
    @Order(1)
    void cephGetsNewKeysWhileClientsGoOn() throws Exception {
        JsonNode before = authentication();
        Map<String, String> daemons = processes();
        S3Load load = lab.load(S3Load.Rate.BUSY);
        Petaforge.Run run = told(lab.run("rotate", "keys", "--service", "ceph").mustExit(0));
        S3Load.Result result = load.stop();
        Rotated.keep("Ceph's keys: " + run.stdout().strip() + "\n  S3 meanwhile: " + result);
        Rotated.assertSafe(result);
        assertNewKeys(before);
        processes()
                .forEach((unit, process) -> assertEquals(
                        unit.startsWith("ceph-mon@"), process.equals(daemons.get(unit)), unit + " was restarted"));
        assertEquals(10, daemons.size(), "three monitors and OSDs, two managers and gateways");
        nothingToDo();
    }

    @Test
    @Order(2)
    void anOsdComesBackWithItsNewKeyAfterAResetAndARebuild() throws Exception {
        MachineId host = SmallLab.STORAGE.get(1);
        LabSubstrate machines = LabSubstrate.ofThisMachine();
        machines.powerOff(CLUSTER, host);
        machines.powerOn(CLUSTER, host);
        lab.on(SmallLab.STORAGE.get(0), UP_AGAIN);
        nothingToDo();
        JsonNode before = authentication();
        Petaforge.Run run = told(lab.run("rebuild", "--host", host.value()).mustExit(0));
        Rotated.keep("a host's rebuild with OSDs of the second generation of keys: "
                + run.stdout().strip());
        lab.on(SmallLab.STORAGE.get(0), UP_AGAIN);
        assertEquals(before, authentication());
        nothingToDo();
    }

    @Test
    @Order(3)
    void aKilledRotationOfCephsKeysGoesOnWhereItWas() throws Exception {
        JsonNode before = authentication();
        S3Load load = lab.load(S3Load.Rate.BUSY);
        // The administrator's file is written, and the monitors have its key, or not yet.
        Rotated.killed(lab, "new keys of client.admin", "keys", "--service", "ceph");
        assertTrue(lab.run("status").stdout().contains("rotate keys"), "the status tells");
        // The monitors have the new keys of OSDs that run with their old ones.
        Rotated.killed(lab, "restart ceph-osd@", "keys", "--service", "ceph");
        lab.on(SmallLab.STORAGE.get(0), "systemctl kill -s KILL 'ceph-osd@*'");
        Petaforge.Run run = told(lab.run("rotate", "keys", "--service", "ceph").mustExit(0));
        S3Load.Result result = load.stop();
        Rotated.keep("Ceph's keys, killed twice, an OSD killed too, and run again: "
                + run.stdout().strip() + "\n  S3 meanwhile: " + result);
        Rotated.assertSafe(result);
        assertNewKeys(before);
        nothingToDo();
    }

    @Test
    @Order(4)
    void aHostThatJoinsWhileAllKeysChangeGetsTheNewOnes() throws Exception {
        JsonNode before = authentication();
        Rotated.killed(lab, "restart ceph-osd@", "keys");
        lab.writeStorage(4);
        told(lab.run("build", "--no-verify").mustExit(0));
        assertTrue(authentication().has("osd.3"), "it has joined");
        Petaforge.Run run = told(lab.run("rotate", "keys").mustExit(0));
        Rotated.keep(
                "all keys, killed, a host added, and run again: " + run.stdout().strip());
        JsonNode after = authentication();
        before.properties()
                .forEach(entity -> assertNotEquals(
                        entity.getValue().path("key"),
                        after.path(entity.getKey()).path("key"),
                        entity.getKey()));
        assertTrue(lab.run("status").stdout().contains("Nothing to do"), "no rotation is left over");
        nothingToDo();
    }

    /** Keys and capabilities of all whom the monitors know beside themselves, by entity. */
    private static JsonNode authentication() throws Exception {
        ObjectNode entities = JSON.createObjectNode();
        JSON.readTree(lab.on(SmallLab.STORAGE.get(0), "ceph auth ls --format json 2>/dev/null"))
                .path("auth_dump")
                .forEach(one -> entities.set(one.path("entity").asText(), one));
        entities.remove("mon.");
        return entities;
    }

    /** All that the monitors know have other keys than these, with the same rights; those are of no use, and nowhere. */
    private static void assertNewKeys(JsonNode before) throws Exception {
        JsonNode after = authentication();
        assertEquals(before.size(), after.size());
        assertTrue(
                after.has("client.admin") && after.has("osd.0") && after.has("mgr.storage-1"), "they are among them");
        StringBuilder old = new StringBuilder();
        for (Map.Entry<String, JsonNode> entity : before.properties()) {
            JsonNode now = after.path(entity.getKey());
            assertNotEquals(entity.getValue().path("key"), now.path("key"), entity.getKey());
            assertEquals(entity.getValue().path("caps"), now.path("caps"), entity.getKey());
            old.append(" -e '").append(entity.getValue().path("key").asText()).append('\'');
        }
        String admin = before.at("/client.admin/key").asText();
        assertTrue(
                lab.on(
                                SmallLab.STORAGE.get(0),
                                "umask 077; printf '[client.admin]\\nkey = " + admin
                                        + "\\n' >/run/old.keyring; timeout 20 ceph -k /run/old.keyring osd stat 2>&1;"
                                        + " rm /run/old.keyring")
                        .contains("errno 13"),
                "the old key of the administrator is refused");
        for (MachineId host : SmallLab.STORAGE) {
            assertEquals(
                    "",
                    lab.on(
                                    host,
                                    "grep -rlF" + old + " /etc /var/lib/petaforge /var/lib/ceph/osd /var/lib/ceph/mgr"
                                            + " /var/lib/ceph/radosgw 2>/dev/null; for block in /var/lib/ceph/osd/*/block; do"
                                            + " ceph-bluestore-tool show-label --dev $block | grep -F" + old
                                            + "; done || :")
                            .strip(),
                    "an old key is on " + host);
        }
        try (Stream<Path> files = Files.walk(lab.state().resolve("secrets"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String secret = Files.readString(file).strip();
                before.forEach(entity -> assertNotEquals(entity.path("key").asText(), secret, file.toString()));
            }
        }
    }

    /** The process of each of Ceph's daemons, by the name of its unit. */
    private static Map<String, String> processes() throws Exception {
        Map<String, String> processes = new TreeMap<>();
        for (MachineId host : SmallLab.STORAGE) {
            for (String line : lab.on(
                            host,
                            "systemctl show -p Id -p MainPID 'ceph-*@*.service' | awk -F= '/^MainPID/ {p=$2} /^Id/ {i=$2}"
                                    + " /^$/ {print i, p} END {print i, p}' | sort -u")
                    .lines()
                    .toList()) {
                String[] words = line.split(" ");
                processes.put(words[0], words[1]);
            }
        }
        return processes;
    }

    @Test
    @Order(5)
    void nothingThatWasWrittenOrSaidHoldsAKey() throws Exception {
        StringBuilder text = new StringBuilder(SAID);
        Path secrets = lab.state().resolve("secrets");
        try (Stream<Path> files = Files.walk(lab.state())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(secrets)) {
                    text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        try (Stream<Path> files = Files.walk(secrets)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = secrets.relativize(file).toString();
                assertTrue(
                        name.equals("ceph/fsid")
                                || !text.toString()
                                        .contains(Files.readString(file).strip()),
                        name);
            }
        }
    }

    private static Petaforge.Run told(Petaforge.Run run) {
        SAID.append(run.stdout()).append(run.stderr());
        return run;
    }

    private static void nothingToDo() throws Exception {
        assertTrue(lab.isSettled(), "a build after it finds nothing to do");
    }
}
