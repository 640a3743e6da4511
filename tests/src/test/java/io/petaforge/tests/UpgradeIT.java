package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
 * Ceph's packages are upgraded by apt from a mirror, host by host, while S3 clients write and read. The newer release is the
 * present one under a later version number: dpkg replaces every file of it. Needs root.
 */
@TestMethodOrder(OrderAnnotation.class)
@Tag("long")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class UpgradeIT {
    private static final List<MachineId> STORAGE =
            Stream.of("storage-1", "storage-2", "storage-3").map(MachineId::new).toList();

    /** What of Ceph is installed, without repetition. */
    private static final String VERSIONS =
            "dpkg-query -W -f '${Version}\\n' ceph-common ceph-osd ceph-mon radosgw | sort -u";

    /** When each daemon was started, by its process. */
    private static final String STARTED = "ps -C ceph-mon,ceph-mgr,ceph-osd,radosgw -o pid=,lstart= | sort";

    @TempDir
    static Path directory;

    private static ListedCluster cluster;
    private static LaterPackages later;
    private static String present;

    @BeforeAll
    static void build() throws Exception {
        cluster = ListedCluster.open("upgrade", directory, 3, 1);
        present = cluster.site().run(STORAGE.get(0), VERSIONS).strip();
        later = LaterPackages.of(present, cluster.site(), directory);
        cluster.write(3, 1, packages(present));
        cluster.run("build", "--no-verify").mustExit(0);
    }

    @AfterAll
    static void stop() {
        if (later != null) {
            later.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Order(1)
    void packagesChangeHostByHostAndEveryDaemonRunsTheNewProgram() throws Exception {
        Set<String> before = started();
        cluster.write(3, 1, packages(later.version()));
        Petaforge.Run plan = cluster.run("plan", "--exit-code").mustExit(9);
        assertTrue(plan.stdout().contains(later.version()), plan.stdout());
        S3Load load = cluster.load();
        Petaforge.Run run = cluster.run("build", "--no-verify").mustExit(0);
        S3Load.Result result = load.stop();
        System.out.printf("upgrade of three hosts: %.1f s; S3 meanwhile: %s%n", run.seconds(), result);
        for (MachineId host : STORAGE) {
            assertEquals(later.version(), cluster.site().run(host, VERSIONS).strip(), host.value());
        }
        assertEquals(Set.of(), intersection(before, started()), "what still runs as it was");
        assertTrue(result.acknowledged() > 0, "something was written");
        assertEquals(List.of(), result.lost());
        assertEquals(List.of(), result.givenUp());
        assertTrue(cluster.isSettled());
    }

    @Test
    @Order(2)
    void thereIsNoWayBack() throws Exception {
        cluster.write(3, 1, packages(present));
        Petaforge.Run refused = cluster.run("build", "--no-verify").mustExit(2);
        assertTrue(refused.stderr().contains("PF-DAY-005"), refused.stderr());
        cluster.write(3, 1, packages(later.version()));
        assertTrue(cluster.isSettled());
    }

    private static String packages(String version) {
        return "version: \"" + version + "\", mirror: \"" + later.address() + "\"";
    }

    private static Set<String> started() {
        return STORAGE.stream()
                .flatMap(host -> cluster.site().run(host, STARTED).lines().map(line -> host + " " + line.strip()))
                .collect(Collectors.toSet());
    }

    private static Set<String> intersection(Set<String> some, Set<String> others) {
        return some.stream().filter(others::contains).collect(Collectors.toSet());
    }
}
