package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import io.petaforge.lab.LabSubstrate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
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

    @TempDir
    static Path directory;

    private static SmallLab lab;

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
    void whatIsWrongIsSaidBeforeAnythingIsDone() throws Exception {
        Petaforge.Run nobody = lab.run("rebuild", "--host", "storage-9", "--rack", "r7", "--wipe")
                .mustExit(2);
        assertTrue(nobody.stderr().contains("no host 'storage-9'")
                && nobody.stderr().contains("no rack 'r7'"));
        Petaforge.Run mons = lab.run("rebuild", "--service", "mons").mustExit(2);
        assertTrue(mons.stderr().contains("PF-DAY-074"), mons.stderr());
    }

    @Test
    @Order(2)
    void aHostGetsItsDaemonsAndItsOsdBackWithTheirData() throws Exception {
        String before = osd(1);
        String system = system(1);
        S3Load load = load();
        Petaforge.Run run = lab.run("rebuild", "--host", "storage-2").mustExit(0);
        S3Load.Result result = load.stop();
        keep("rebuild of a host, data kept: " + run.stdout().strip() + "\n  S3 meanwhile: " + result);
        assertSafe(result);
        assertEquals(before, osd(1), "the store is the same one, made at the same time");
        assertNotEquals(system, system(1), "another system");
        nothingToDo();
    }

    @Test
    @Order(3)
    void withWipeTheDrivesAreFilledAgain() throws Exception {
        String before = osd(0);
        S3Load load = load();
        Petaforge.Run run = lab.run("rebuild", "--host", "storage-1", "--wipe").mustExit(0);
        S3Load.Result result = load.stop();
        keep("rebuild of a host with --wipe: " + run.stdout().strip() + "\n  S3 meanwhile: " + result);
        assertSafe(result);
        assertNotEquals(before, osd(0), "another store");
        nothingToDo();
    }

    @Test
    @Order(4)
    void aKilledRebuildGoesOnWhereItWas() throws Exception {
        Petaforge.Started started = lab.start("rebuild", "--host", "storage-3");
        Path progress = directory.resolve(".petaforge/" + CLUSTER + "/rebuild.json");
        while (started.process().isAlive()
                && !(Files.exists(progress) && Files.readString(progress).contains("\"LEAVING\""))) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        started.process().destroyForcibly().waitFor();
        Petaforge.Run other = lab.run("rebuild", "--host", "storage-1").mustExit(3);
        assertTrue(other.stderr().contains("PF-DAY-077"), other.stderr());
        lab.run("rebuild", "--host", "storage-3").mustExit(0);
        nothingToDo();
    }

    @Test
    @Order(5)
    void aDeadHostIsMadeAnewAndAnotherOneMayNotLeaveMeanwhile() throws Exception {
        try (LabSubstrate machines = LabSubstrate.ofThisMachine()) {
            machines.powerOff(CLUSTER, new MachineId("storage-1"));
        }
        Petaforge.Run refused = lab.run("rebuild", "--host", "storage-2");
        assertEquals(3, refused.status(), refused.stderr());
        assertTrue(refused.stderr().contains("PF-DAY-072"), refused.stderr());
        lab.run("rebuild", "--host", "storage-1").mustExit(0);
        nothingToDo();
    }

    @Test
    @Order(6)
    void monitorsAndOsdsAreMadeAnewOneAfterTheOther() throws Exception {
        lab.run("rebuild", "--service", "mon").mustExit(0);
        lab.run("rebuild", "--service", "osd", "--rack", "r2").mustExit(0);
        nothingToDo();
    }

    private static S3Load load() throws Exception {
        return lab.load(S3Load.Rate.BUSY);
    }

    private static void assertSafe(S3Load.Result result) {
        assertTrue(result.acknowledged() > 0, "something was written: " + result);
        assertEquals(0, result.lost().size(), () -> "lost: " + result.lost());
        assertEquals(0, result.givenUp().size(), () -> "given up: " + result.givenUp());
    }

    private static void nothingToDo() throws Exception {
        assertTrue(lab.isSettled(), "a build after it finds nothing to do");
    }

    /** The time at which an OSD's store was made: adopted it stays, formatted anew it changes. */
    private static String osd(int id) throws Exception {
        return lab.on(
                SmallLab.STORAGE.get(id),
                "ceph-bluestore-tool show-label --dev /var/lib/ceph/osd/ceph-" + id + "/block | grep btime");
    }

    private static String system(int host) throws Exception {
        return lab.on(SmallLab.STORAGE.get(host), "stat -c %W /etc/machine-id; cat /etc/ssh/ssh_host_ed25519_key.pub");
    }

    private static void keep(String text) throws Exception {
        Path kept = Petaforge.root().resolve("tests/target/rebuild.txt");
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
