package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** From one major release of Spark to the next, with the Hadoop that belongs to each, while S3 is used. Needs root. */
@TestMethodOrder(OrderAnnotation.class)
@Tag("long")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class SparkUpgradeIT {
    private static final String OLD = "3.5.8";
    private static final String NEW = "4.1.2";

    /** The jar that each of master, worker and history server has open. */
    private static final String RUNNING = "for pid in $(pgrep -f 'org[.]apache[.]spark[.]deploy'); do"
            + " readlink /proc/$pid/fd/* | grep -o 'spark-core_[^/]*jar' | head -n 1; done";

    @TempDir
    static Path directory;

    private static SmallLab lab;

    @BeforeAll
    static void build() throws Exception {
        lab = SmallLab.of("spark-upgrade", directory);
        lab.writeSpark(OLD);
        lab.run("build").mustExit(0);
    }

    @AfterAll
    static void destroy() throws Exception {
        lab.run("destroy", "--yes");
    }

    @Test
    @Order(1)
    void everyDaemonRunsTheNewReleaseAndJobsDo() throws Exception {
        assertEquals(daemonsOf("2.12", OLD), running());
        S3Load load = lab.load(S3Load.Rate.BUSY);
        lab.writeSpark(NEW);
        Petaforge.Run run = lab.run("build").mustExit(0);
        S3Load.Result result = load.stop();
        System.out.printf("upgrade of Spark: %.1f s; S3 meanwhile: %s%n", run.seconds(), result);
        assertEquals(daemonsOf("2.13", NEW), running());
        assertEquals(List.of(), result.lost());
        assertEquals(List.of(), result.givenUp());
        assertTrue(lab.isSettled());
    }

    @Test
    @Order(2)
    void thereIsNoWayBack() throws Exception {
        lab.writeSpark(OLD);
        Petaforge.Run refused = lab.run("build").mustExit(2);
        assertTrue(refused.stderr().contains("PF-DAY-005"), refused.stderr());
        lab.writeSpark(NEW);
        assertTrue(lab.isSettled());
    }

    private static List<String> running() throws Exception {
        return lab.on(SmallLab.CLIENT, RUNNING).lines().toList();
    }

    private static List<String> daemonsOf(String scala, String release) {
        return Collections.nCopies(3, "spark-core_" + scala + "-" + release + ".jar");
    }
}
