package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small lab, two operators: the state directory is lost and taken back from the cluster, damaged and mended, taken over by
 * a second operator; the two keep out of each other's way. Needs root.
 */
@TestMethodOrder(OrderAnnotation.class)
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class AdoptIT {
    private static final String CLUSTER = "adopt";

    private static final String SMALL =
            """
            petaforge: 1
            cluster: adopt
            substrate:
              lab: {}
            machines:
              node:
                count: 3
                racks: [r1, r2, r3]
                roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]
                constraints: {threads: ">= 2", memory: ">= 6GiB"}
                volumes:
                  osd: 1 x ssd >= 20GB
                  workspace: 1 x ssd >= 12GB
                  cache: 1 x ssd >= 12GB
            storage:
              protection: replica 3
              failure-domain: rack
            spark:
              executor: {cores: 1, memory: 1GiB}
            """;

    @TempDir
    static Path directory;

    private static Petaforge petaforge;
    private static String inventory = "";
    private static SecretHunt hunt;

    @BeforeAll
    static void build() throws Exception {
        hunt = SecretHunt.start();
        petaforge = new Petaforge(directory);
        inventory = Files.writeString(directory.resolve("small.yaml"), SMALL).toString();
        run("first", "build", "--no-verify").mustExit(0);
    }

    @AfterAll
    static void destroy() throws Exception {
        hunt.close();
        run("first", "destroy", "--yes");
    }

    @Test
    @Order(1)
    void theCopyIsOnEveryMonitorsHostAndOpenToNobodyElse() throws Exception {
        for (String host : List.of("node-1", "node-2", "node-3")) {
            String found = petaforge
                    .run(
                            "ssh",
                            "--state-dir",
                            "first",
                            inventory,
                            host,
                            "--",
                            "stat -c '%a %U' /var/lib/petaforge/state-copy")
                    .mustExit(0)
                    .stdout();
            assertEquals("600 root", found.strip());
        }
    }

    @Test
    @Order(2)
    void aStateDirectoryThatIsLostComesBackAndThereIsNothingToDo() throws Exception {
        TreeMap<String, String> before = state("first");
        Files.move(directory.resolve("first"), directory.resolve("lost"));
        run("first", "adopt").mustExit(0);
        assertEquals(before, state("first"));
        JsonNode report = run("first", "build", "--no-verify", "--output", "json")
                .mustExit(0)
                .json();
        assertFalse(report.path("changed").asBoolean(), report.toString());
        assertEquals(before, state("first"));
    }

    @Test
    @Order(3)
    void aWholeStateDirectoryIsNotTakenOver() throws Exception {
        assertTrue(run("first", "adopt").mustExit(2).stderr().contains("PF-DAY-058"));
    }

    @Test
    @Order(4)
    void anotherKeyOpensNothing() throws Exception {
        Path key = directory.resolve("other_key");
        assertEquals(
                0,
                new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                        .start()
                        .waitFor());
        String said = run("third", "adopt", "--key", key.toString()).mustExit(3).stderr();
        assertTrue(said.contains("PF-DAY-057"), said);
        assertFalse(Files.exists(directory.resolve("third/adopt/plan.json")));
    }

    @Test
    @Order(5)
    void aSecretThatIsLostIsNotMadeAnewButTakenFromTheCluster() throws Exception {
        Path fsid = directory.resolve("first/adopt/secrets/ceph/fsid");
        String before = Files.readString(fsid);
        Files.delete(fsid);
        String said = run("first", "build", "--no-verify").mustExit(3).stderr();
        assertTrue(said.contains("PF-STATE-006") && said.contains("adopt"), said);
        run("first", "adopt").mustExit(0);
        assertEquals(before, Files.readString(fsid));
    }

    @Test
    @Order(6)
    void anEmptyStateDirectoryIsNotBuiltOverAClusterThatExists() throws Exception {
        String said = run("empty", "build", "--no-verify").stderr();
        assertTrue(said.contains("PF-DAY-052"), said);
        // Nothing of the cluster was changed by it.
        assertFalse(run("first", "build", "--no-verify", "--output", "json")
                .mustExit(0)
                .json()
                .path("changed")
                .asBoolean());
    }

    @Test
    @Order(7)
    void twoOperatorsKeepOutOfEachOthersWay() throws Exception {
        run("second", "adopt").mustExit(0);
        // Something to do, which takes a while.
        petaforge
                .run("ssh", "--state-dir", "first", inventory, "node-2", "--", "systemctl stop ceph-osd.target")
                .mustExit(0);
        Petaforge.Started first = start("first", "build", "--no-verify");
        assertTrue(comesToHold(first), "it holds the cluster while it changes it");
        // Stopped, it holds on for as long as the other needs to find out.
        signal("STOP", first);
        String said = run("second", "build", "--no-verify").mustExit(4).stderr();
        signal("CONT", first);
        assertTrue(said.contains("PF-DAY-060"), said);
        petaforge.finish(first, 300).mustExit(0);
        assertEquals("", held(), "the lock was given back");
        run("second", "build", "--no-verify").mustExit(0);
    }

    @Test
    @Order(8)
    void theLockOfAKilledRunIsTakenOverAndAnothersIsBrokenKnowingly() throws Exception {
        petaforge
                .run("ssh", "--state-dir", "first", inventory, "node-2", "--", "systemctl stop ceph-osd.target")
                .mustExit(0);
        Petaforge.Started killed = start("first", "build", "--no-verify");
        assertTrue(comesToHold(killed), "it holds the cluster while it changes it");
        killed.process().destroyForcibly().waitFor();
        assertFalse(held().isEmpty(), "it was killed while it held the lock");
        Petaforge.Run next = run("second", "build", "--no-verify").mustExit(0);
        assertTrue(next.stderr().contains("is taken over: that run is dead"), next.stderr());
        // Of another machine nobody here can tell whether it lives.
        for (String host : List.of("node-1", "node-2", "node-3")) {
            petaforge
                    .run(
                            "ssh",
                            "--state-dir",
                            "first",
                            inventory,
                            host,
                            "--",
                            "printf 'token t1\\n"
                                    + "who eve@other\\n"
                                    + "machine f00d\\n"
                                    + "process 7\\n"
                                    + "command build\\n"
                                    + "' > /var/lib/petaforge/lock")
                    .mustExit(0);
        }
        assertTrue(run("first", "build", "--no-verify").mustExit(4).stderr().contains("eve@other"));
        assertTrue(run("first", "unlock").mustExit(2).stderr().contains("PF-DAY-067"));
        assertTrue(run("first", "unlock", "--yes").mustExit(0).stdout().contains("is broken"));
        run("first", "build", "--no-verify").mustExit(0);
    }

    @Test
    @Order(9)
    void noSecretIsToldByAnyOfThis() {
        SecretHunt.Report report = hunt.keptIn(directory.resolve("first/adopt/secrets"))
                .look("output", directory, path -> path.toString().matches("(out|err)[^/]*|first/adopt/[^/]*"))
                .lab(CLUSTER)
                .end();
        report.mustBeClean();
    }

    /** Waits until a run has taken the cluster; false when it ended without. */
    private static boolean comesToHold(Petaforge.Started run) throws IOException, InterruptedException {
        while (run.process().isAlive()) {
            if (!held().isEmpty()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return false;
    }

    private static void signal(String name, Petaforge.Started run) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder(
                                "kill", "-" + name, Long.toString(run.process().pid()))
                        .start()
                        .waitFor());
    }

    /** Read where the lab keeps the host's files: asking over SSH takes longer than the lock is held. */
    private static String held() throws IOException {
        Path lock = Path.of("/var/lib/petaforge/labs", CLUSTER, "hosts/node-1/upper/var/lib/petaforge/lock");
        try {
            return Files.readString(lock).strip();
        } catch (NoSuchFileException free) {
            return "";
        }
    }

    private static Petaforge.Run run(String state, String command, String... more)
            throws IOException, InterruptedException {
        return petaforge.finish(start(state, command, more), 600);
    }

    private static Petaforge.Started start(String state, String command, String... more) throws IOException {
        return petaforge.start(
                Stream.of(Stream.of(command, "--state-dir", state), Stream.of(more), Stream.of(inventory))
                        .flatMap(words -> words)
                        .toArray(String[]::new));
    }

    /** What the state is made of, without what is each machine's own. */
    private static TreeMap<String, String> state(String name) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        Path root = directory.resolve(name).resolve(CLUSTER);
        try (Stream<Path> found = Files.walk(root)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                String path = root.relativize(file).toString();
                if (path.matches("plan.json|allocations.json|known_hosts|secrets/.*")) {
                    files.put(path, Files.readString(file));
                }
            }
        }
        return files;
    }
}
