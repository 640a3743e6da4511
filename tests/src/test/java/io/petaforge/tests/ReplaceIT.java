package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.MachineId;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What breaks for good on machines that somebody else owns: a drive that is replaced by one of another serial number, a host
 * that never comes back, one that is needed no more; all while S3 clients write and read. Needs root.
 */
@TestMethodOrder(OrderAnnotation.class)
@Tag("long")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class ReplaceIT {
    private static final MachineId WORN = new MachineId("storage-2");
    private static final MachineId DEAD = new MachineId("storage-4");

    /** The first data drive fails and another is in its slot: empty, and with a serial number of its own. Prints its OSD. */
    private static final String REPLACE =
            """
            set -e
            set -- $(awk '$5 == "data" { print $1, $2; exit }' /etc/petaforge/lab-disks)
            for osd in /var/lib/ceph/osd/ceph-*; do
              [ "$(readlink -f $osd/block)" != "$2" ] || id=${osd##*-}
            done
            systemctl kill -s KILL ceph-osd@$id
            blkdiscard -z -f $2
            sed -i "s/^$1 /NEW-$1 /" /etc/petaforge/lab-disks
            rm /dev/disk/by-id/petaforge-$1
            ln -s ../../${2##*/} /dev/disk/by-id/petaforge-NEW-$1
            echo $id
            """;

    private static final String WORKERS =
            "python3 -c 'import json, urllib.request as u; print(*[w[\"state\"] for w in json.load(u.urlopen(\"http://'"
                    + "$(hostname)':8080/json/\"))[\"workers\"] if w[\"state\"] not in (\"DEAD\", \"DECOMMISSIONED\")], sep=\"\\n\")'";

    @TempDir
    static Path directory;

    private static ListedCluster cluster;
    private static S3Load load;

    @BeforeAll
    static void build() throws Exception {
        cluster = ListedCluster.open("replace", directory, 4, 2);
        cluster.write(4, 2, "");
        cluster.run("build", "--no-verify").mustExit(0);
        load = cluster.load();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Order(1)
    void aDriveOfAnotherSerialNumberTakesThePlaceOfOneThatDied() throws Exception {
        String osd = cluster.site().run(WORN, REPLACE).strip();
        Petaforge.Run plan = cluster.run("plan", "--exit-code").mustExit(9);
        assertTrue(plan.stdout().contains("NEW-"), plan.stdout());
        cluster.run("build", "--no-verify").mustExit(0);
        JsonNode osds = cluster.ceph("osd dump").path("osds");
        assertEquals(8, osds.size(), "osd." + osd + " is not kept beside the one in its place");
        osds.forEach(one -> assertEquals(1, one.path("up").asInt(), one.toString()));
        assertTrue(cluster.isSettled());
    }

    @Test
    @Order(2)
    @Timeout(240)
    void aHostThatWillNotComeBackIsGivenUpKnowingly() throws Exception {
        cluster.site().off(DEAD);
        // Until the monitors notice, what it had stands still, and nobody may call it lost.
        while (cluster.ceph("status").at("/osdmap/num_up_osds").asInt() > 6) {
            TimeUnit.SECONDS.sleep(1);
        }
        cluster.write(3, 2, "");
        Petaforge.Run refused = cluster.run("build", "--no-verify");
        assertNotEquals(0, refused.status(), "it is not forgotten by itself");
        assertTrue(refused.stderr().contains("--lost " + DEAD), refused.stderr());
        cluster.run("build", "--no-verify", "--lost", DEAD.value()).mustExit(0);
        assertFalse(cluster.ceph("osd tree").toString().contains(DEAD.value()), "nothing of it is in the CRUSH map");
        assertFalse(cluster.ceph("mon dump").toString().contains(DEAD.value()), "nor in the monitors' map");
        assertEquals(6, cluster.ceph("status").at("/osdmap/num_up_osds").asInt());
        assertTrue(cluster.isSettled());
    }

    @Test
    @Order(3)
    void aWorkerThatIsNotNeededAnyMoreLeaves() throws Exception {
        cluster.write(3, 1, "");
        Petaforge.Run refused = cluster.run("build", "--no-verify").mustExit(6);
        assertTrue(refused.stderr().contains("PF-DAY-038"), refused.stderr());

        cluster.write(3, 1, 2, "");
        cluster.run("build", "--no-verify").mustExit(0);
        assertEquals(List.of("ALIVE"), workers(), "nobody but the one that stays");
        assertTrue(cluster.isSettled());
    }

    /** The states of the workers that Spark's master has not given up. */
    private static List<String> workers() {
        return cluster.site().run(ListedCluster.CLIENT, WORKERS).lines().toList();
    }

    @Test
    @Order(4)
    void noObjectWasLostMeanwhile() throws Exception {
        S3Load.Result result = load.stop();
        System.out.println("S3 meanwhile: " + result);
        assertTrue(result.acknowledged() > 0, "something was written");
        assertEquals(List.of(), result.lost());
        assertEquals(List.of(), result.givenUp());
        cluster.run("destroy", "--yes").mustExit(0);
    }
}
