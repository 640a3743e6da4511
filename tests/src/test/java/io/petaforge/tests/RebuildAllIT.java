package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every host of a small lab is made anew by one command while S3 clients on a leaf, which has no service, write and read.
 * Needs root.
 */
@Tag("long")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class RebuildAllIT {
    private static final String CLUSTER = "rebuild-all";
    private static final MachineId LEAF = new MachineId("leaf-r2");

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
    void aWholeClusterIsMadeAnewUnderItsClients() throws Exception {
        List<MachineId> hosts = new ArrayList<>(SmallLab.STORAGE);
        hosts.add(SmallLab.CLIENT);
        List<String> systems = new ArrayList<>();
        List<String> stores = new ArrayList<>();
        look(hosts, systems, stores);

        S3Load load = S3Load.start(lab.state(), CLUSTER, LEAF, SmallLab.STORAGE.get(2), S3Load.Rate.BUSY);
        Petaforge.Run run = lab.run("rebuild", "--all").mustExit(0);
        S3Load.Result result = load.stop();
        System.out.println(run.stdout().strip() + "\n  S3 meanwhile: " + result);

        assertTrue(result.acknowledged() > 0, "something was written");
        assertEquals(List.of(), result.lost());
        assertEquals(List.of(), result.givenUp());
        List<String> newSystems = new ArrayList<>();
        List<String> newStores = new ArrayList<>();
        look(hosts, newSystems, newStores);
        Set<String> same = new HashSet<>(systems);
        same.retainAll(newSystems);
        assertEquals(Set.of(), same, "another system on each");
        assertEquals(stores, newStores, "the OSDs' stores are the ones that they were");
        assertTrue(lab.isSettled());
        lab.run("build").mustExit(0);
    }

    /** What tells one installation of each host from the next, and when the stores of the OSDs were made. */
    private static void look(List<MachineId> hosts, List<String> systems, List<String> stores) throws Exception {
        for (MachineId host : hosts) {
            systems.add(lab.on(host, "stat -c %W /etc/machine-id; cat /etc/ssh/ssh_host_ed25519_key.pub"));
            stores.add(lab.on(
                    host,
                    "for osd in /var/lib/ceph/osd/ceph-*/block; do [ ! -e $osd ] ||"
                            + " ceph-bluestore-tool show-label --dev $osd | grep btime; done"));
        }
    }
}
