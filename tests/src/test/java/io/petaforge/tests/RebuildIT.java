package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import io.petaforge.lab.LabSubstrate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts of a small lab are made anew while clients read and write S3: with the data of their OSDs, from empty drives, and
 * after the command was killed. What was measured is kept in {@code target/rebuild.txt}.
 */
@TestMethodOrder(OrderAnnotation.class)
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class RebuildIT {
    private static final String CLUSTER = "rebuild";
    private static final MachineId CLIENT = new MachineId("compute-1");

    @TempDir
    static Path directory;

    private static Petaforge petaforge;
    private static String inventory;

    @BeforeAll
    static void build() throws Exception {
        petaforge = new Petaforge(directory);
        Path file = directory.resolve("rebuild.yaml");
        Files.writeString(
                file,
                """
                petaforge: 1
                cluster: %s
                substrate:
                  lab: {}
                machines:
                  storage:
                    count: 3
                    racks: [r1, r2, r3]
                    roles: [mon, mgr, osd, rgw]
                    constraints: {threads: ">= 2", memory: ">= 3GiB"}
                    volumes:
                      osd: 1 x ssd >= 20GB
                  compute:
                    count: 1
                    racks: [r1]
                    roles: [spark-master, spark-worker, spark-history]
                    constraints: {threads: ">= 2", memory: ">= 4GiB"}
                    volumes:
                      workspace: 1 x ssd >= 12GB
                      cache: 1 x ssd >= 12GB
                storage: {protection: replica 3, failure-domain: rack}
                spark:
                  executor: {cores: 2, memory: 1GiB}
                """
                        .formatted(CLUSTER));
        inventory = file.toString();
        petaforge.run("build", "--no-verify", inventory).mustExit(0);
    }

    @AfterAll
    static void destroy() throws Exception {
        petaforge.run("destroy", "--yes", inventory);
    }

    @Test
    @Order(1)
    void whatIsWrongIsSaidBeforeAnythingIsDone() throws Exception {
        Petaforge.Run nobody = petaforge
                .run("rebuild", "--host", "storage-9", "--rack", "r7", "--wipe", inventory)
                .mustExit(2);
        assertTrue(nobody.stderr().contains("no host 'storage-9'")
                && nobody.stderr().contains("no rack 'r7'"));
        Petaforge.Run mons =
                petaforge.run("rebuild", "--service", "mons", inventory).mustExit(2);
        assertTrue(mons.stderr().contains("PF-DAY-074"), mons.stderr());
    }

    @Test
    @Order(2)
    void aHostGetsItsDaemonsAndItsOsdBackWithTheirData() throws Exception {
        String before = osd("1");
        String boot = boot("storage-2");
        S3Load load = load();
        Petaforge.Run run =
                petaforge.run("rebuild", "--host", "storage-2", inventory).mustExit(0);
        S3Load.Result result = load.stop();
        keep("rebuild of a host, data kept: " + run.stdout().strip() + "\n  S3 meanwhile: " + result);
        assertSafe(result);
        assertEquals(before, osd("1"), "the store is the same one, made at the same time");
        assertNotEquals(boot, boot("storage-2"), "another system");
        nothingToDo();
    }

    @Test
    @Order(3)
    void withWipeTheDrivesAreFilledAgain() throws Exception {
        String before = osd("0");
        S3Load load = load();
        Petaforge.Run run = petaforge
                .run("rebuild", "--host", "storage-1", "--wipe", inventory)
                .mustExit(0);
        S3Load.Result result = load.stop();
        keep("rebuild of a host with --wipe: " + run.stdout().strip() + "\n  S3 meanwhile: " + result);
        assertSafe(result);
        assertNotEquals(before, osd("0"), "another store");
        nothingToDo();
    }

    @Test
    @Order(4)
    void aKilledRebuildGoesOnWhereItWas() throws Exception {
        Petaforge.Started started = petaforge.start("rebuild", "--host", "storage-3", inventory);
        Path progress = directory.resolve(".petaforge/" + CLUSTER + "/rebuild.json");
        while (started.process().isAlive()
                && !(Files.exists(progress) && Files.readString(progress).contains("\"LEAVING\""))) {
            Thread.onSpinWait();
        }
        started.process().destroyForcibly().waitFor();
        Petaforge.Run other =
                petaforge.run("rebuild", "--host", "storage-1", inventory).mustExit(3);
        assertTrue(other.stderr().contains("PF-DAY-077"), other.stderr());
        petaforge.run("rebuild", "--host", "storage-3", inventory).mustExit(0);
        nothingToDo();
    }

    @Test
    @Order(5)
    void aDeadHostIsMadeAnewAndAnotherOneMayNotLeaveMeanwhile() throws Exception {
        try (LabSubstrate lab = LabSubstrate.ofThisMachine()) {
            lab.powerOff(CLUSTER, new MachineId("storage-1"));
        }
        Petaforge.Run refused = petaforge.run("rebuild", "--host", "storage-2", inventory);
        assertEquals(3, refused.status(), refused.stderr());
        assertTrue(refused.stderr().contains("PF-DAY-072"), refused.stderr());
        petaforge.run("rebuild", "--host", "storage-1", inventory).mustExit(0);
        nothingToDo();
    }

    @Test
    @Order(6)
    void monitorsAndOsdsAreMadeAnewOneAfterTheOther() throws Exception {
        petaforge.run("rebuild", "--service", "mon", inventory).mustExit(0);
        petaforge.run("rebuild", "--service", "osd", "--rack", "r2", inventory).mustExit(0);
        nothingToDo();
    }

    private static S3Load load() throws Exception {
        S3Load load = S3Load.start(
                directory.resolve(".petaforge/" + CLUSTER), CLUSTER, CLIENT, new MachineId("storage-3"), "load");
        // Something is there before the host goes.
        Thread.sleep(3000);
        return load;
    }

    private static void assertSafe(S3Load.Result result) {
        assertTrue(result.acknowledged() > 0, "something was written: " + result);
        assertEquals(0, result.lost().size(), () -> "lost: " + result.lost());
        assertEquals(0, result.givenUp().size(), () -> "given up: " + result.givenUp());
    }

    private static void nothingToDo() throws Exception {
        Petaforge.Run again = petaforge
                .run("build", "--no-verify", "--output", "json", inventory)
                .mustExit(0);
        assertFalse(again.json().path("changed").asBoolean(), again.stdout());
    }

    /** The time at which an OSD's store was made: adopted it stays, formatted anew it changes. */
    private static String osd(String id) throws Exception {
        String host = "storage-" + (Integer.parseInt(id) + 1);
        return petaforge
                .run(
                        "ssh",
                        inventory,
                        host,
                        "--",
                        "ceph-bluestore-tool show-label --dev /var/lib/ceph/osd/ceph-" + id + "/block | grep btime")
                .mustExit(0)
                .stdout();
    }

    private static String boot(String host) throws Exception {
        return petaforge
                .run("ssh", inventory, host, "--", "stat -c %W /etc/machine-id; cat /etc/ssh/ssh_host_ed25519_key.pub")
                .mustExit(0)
                .stdout();
    }

    private static void keep(String text) throws Exception {
        Path kept = Petaforge.root().resolve("tests/target/rebuild.txt");
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
