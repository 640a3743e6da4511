package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.MachineId;
import io.petaforge.lab.LabSubstrate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code plan} says of a real cluster after its inventory was edited or a host was lost, and what {@code build} makes
 * of a saved plan. Needs root. What was printed stays in {@code tests/target/plan-diffs.txt}.
 */
@TestMethodOrder(OrderAnnotation.class)
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class PlanDiffIT {
    private static final String CLUSTER = "plandiff";
    private static final List<String> SHOWN = new ArrayList<>();

    @TempDir
    static Path directory;

    private static Petaforge petaforge;
    private static String inventory = "";

    @BeforeAll
    static void build() throws Exception {
        petaforge = new Petaforge(directory);
        inventory = Files.readString(Petaforge.root().resolve("inventories/lab.yaml"))
                .replaceFirst("\ncluster: [a-z0-9-]+", "\ncluster: " + CLUSTER);
        petaforge.run("build", "--no-verify", file("base", inventory)).mustExit(0);
    }

    @AfterAll
    static void destroy() throws Exception {
        petaforge.run("destroy", "--yes", file("base", inventory));
        Path shown = Petaforge.root().resolve("tests/target/plan-diffs.txt");
        Files.createDirectories(shown.getParent());
        Files.writeString(shown, String.join("\n", SHOWN));
    }

    @Test
    @Order(1)
    void aClusterAsPlannedHasNothingToDo() throws Exception {
        Petaforge.Run run =
                petaforge.run("plan", "--exit-code", file("base", inventory)).mustExit(0);
        assertTrue(run.stdout().contains("Nothing to do: every host is as planned."), run.stdout());
        SHOWN.add("== nothing to do, asked in " + run.seconds() + " s\n");
    }

    @Test
    @Order(2)
    void whatAnEditComesToIsShown() throws Exception {
        String rack = diff(
                "a new rack",
                edit(
                        "count: 3\\s*\\n    racks: \\[r1, r2, r3\\]\\n    roles: \\[mon",
                        "count: 4\n    racks: [r1, r2, r3, r4]\n    roles: [mon"));
        assertTrue(rack.contains("+ storage-4 (to be added)\n"), rack);
        assertTrue(rack.contains("+ osd.6 on drive "), rack);
        String removed = diff(
                "a removed host",
                edit("count: 3(\\s*\\n    racks: \\[r1, r2), r3(\\]\\n    roles: \\[spark)", "count: 2$1$2"));
        assertTrue(removed.contains("- compute-3 (to be released): not in the inventory any more\n"), removed);
        String memory = diff("a changed Spark memory", edit("memory: 1GiB", "memory: 768MiB"));
        assertTrue(memory.contains("~ executor memory: 1 GiB -> 768 MiB\n"), memory);
        assertTrue(memory.contains("spark-defaults.conf"), memory);
        String setting =
                diff("a new Ceph setting", edit("\nverify:", "\nceph:\n  settings: {osd_max_backfills: 4}\n\nverify:"));
        assertTrue(setting.contains("~ setting osd_max_backfills: not set -> 4\n"), setting);
        assertTrue(setting.contains("~ write /etc/ceph/ceph.conf  (its content differs)\n"), setting);
        assertTrue(setting.contains("! restart ceph-mon@storage-1.service  (its inputs changed)\n"), setting);
        // Three monitors, two managers, three racks of OSDs with a flag before and after, two gateways.
        assertTrue(setting.contains("  ceph/rolling in 12 turns, "), setting);
        assertTrue(setting.contains("\n     3. storage-3: restart ceph-mon@storage-3.service\n"), setting);
        assertTrue(setting.contains("\n    12. storage-1: restart ceph-radosgw@rgw.storage-1.service\n"), setting);
    }

    @Test
    @Order(3)
    void aSavedPlanIsCarriedOutOnceAndRefusedWhenAHostHasMoved() throws Exception {
        String edited = edit("\nverify:", "\nceph:\n  settings: {osd_max_backfills: 4}\n\nverify:");
        String file = file("edited", edited);
        Path saved = directory.resolve("saved.plan");
        petaforge.run("plan", "--save", saved.toString(), file).mustExit(0);
        petaforge
                .run("ssh", file, "storage-2", "--", "echo '# by hand' >>/etc/ceph/ceph.conf")
                .mustExit(0);
        Petaforge.Run refused =
                petaforge.run("build", "--no-verify", saved.toString()).mustExit(3);
        assertTrue(
                refused.stderr()
                        .contains("on storage-2 this is not what it was: ceph/config/files /etc/ceph/ceph.conf"),
                refused.stderr());
        SHOWN.add("== a saved plan after a file was edited by hand\n" + refused.stderr());
        petaforge
                .run("ssh", file, "storage-2", "--", "sed -i '$d' /etc/ceph/ceph.conf")
                .mustExit(0);
        JsonNode report = petaforge
                .run("build", "--no-verify", "--output", "json", saved.toString())
                .mustExit(0)
                .json();
        assertTrue(report.path("changed").asBoolean(), report.toString());
        petaforge.run("plan", "--exit-code", file).mustExit(0);
        Petaforge.Run again =
                petaforge.run("build", "--no-verify", saved.toString()).mustExit(3);
        assertTrue(again.stderr().contains("PF-DAY-012: saved plan "), again.stderr());
        inventory = edited;
    }

    @Test
    @Order(4)
    void workersOfOtherSizeAreRestartedInTurnsUnderAJobThatEndsRight() throws Exception {
        String edited = edit("\n  executor:", "\n  worker: {cores: 2, memory: 2GiB}\n  executor:");
        String file = file("edited", edited);
        String shown = diff("smaller Spark workers", edited);
        assertTrue(shown.contains("  spark/rolling in 3 turns, "), shown);
        assertTrue(shown.contains("\n     3. compute-3: let the executors of the Spark worker end, "), shown);
        MachineId driver = new MachineId("compute-1");
        SparkJob job = new SparkJob((host, command) -> ssh(file, host, command), driver);
        // Half a second each, twice as many as there are slots, and all again until the build has ended.
        job.start("12 500 3 0 /run/job.end");
        Petaforge.Run build = petaforge.run("build", "--no-verify", file).mustExit(0);
        ssh(file, driver, "touch /run/job.end");
        String result = job.result(120);
        SHOWN.add("== workers restarted under a job: " + build.seconds() + " s, " + result + "\n");
        assertTrue(result.startsWith("keys=1000 sum=19999900000 "), result);
        String left = result.substring(result.indexOf("left=") + "left=".length());
        assertEquals(3, left.split(",").length, result);
        petaforge.run("plan", "--exit-code", file).mustExit(0);
        inventory = edited;
    }

    /** In the order of their numbers: systemd shows units in none. */
    private static List<String> processes(String file, MachineId host, String units) throws Exception {
        return ssh(file, host, "systemctl show -p MainPID --value " + units)
                .lines()
                .filter(pid -> !pid.isBlank())
                .sorted()
                .toList();
    }

    @Test
    @Order(5)
    void daemonsWhoseProgramWasReplacedAreRestartedAndNoOthers() throws Exception {
        String file = file("edited", inventory);
        MachineId host = new MachineId("storage-2");
        List<String> others = processes(file, host, "'ceph-mon@*' 'ceph-mgr@*'");
        List<String> before = processes(file, host, "'ceph-osd@*'");
        // As dpkg does it: a new file under the old name.
        ssh(file, host, "cp -p /usr/bin/ceph-osd /usr/bin/ceph-osd.new && mv /usr/bin/ceph-osd.new /usr/bin/ceph-osd");
        String shown = diff("replaced programs", inventory);
        assertTrue(shown.contains("  ceph/rolling in 3 turns, "), shown);
        assertTrue(
                shown.contains("\n     2. storage-2: restart ceph-osd@2.service, restart ceph-osd@3.service\n"), shown);
        petaforge.run("build", "--no-verify", file).mustExit(0);
        petaforge.run("plan", "--exit-code", file).mustExit(0);
        assertEquals(2, others.size(), others.toString());
        assertEquals(others, processes(file, host, "'ceph-mon@*' 'ceph-mgr@*'"));
        assertEquals(2, before.size(), before.toString());
        List<String> after = processes(file, host, "'ceph-osd@*'");
        assertTrue(before.stream().noneMatch(after::contains), before + " " + after);
        assertFalse(ssh(file, new MachineId("storage-1"), "ceph osd dump --format json")
                .contains("noout"));
    }

    @Test
    @Order(6)
    void aLostHostIsNamedAndTheRestIsShown() throws Exception {
        LabSubstrate lab = LabSubstrate.ofThisMachine();
        lab.powerOff(CLUSTER, new MachineId("storage-1"));
        String diff = diff("a lost host", edit("object-size: 32MB", "object-size: 16MB"));
        assertTrue(diff.contains("? storage-1 (lost): it is switched off; build switches it on\n"), diff);
        assertTrue(diff.contains("~ object size: 32 MB -> 16 MB\n"), diff);
        assertFalse(diff.contains("make 7 pools"), diff);
        JsonNode json = petaforge
                .run("plan", "--output", "json", file("base", inventory))
                .mustExit(0)
                .json();
        assertEquals(
                1,
                json.path("diff").path("summary").path("lost").asInt(),
                json.path("diff").toString());
    }

    private static String edit(String pattern, String replacement) {
        String edited = inventory.replaceFirst(pattern, replacement);
        assertFalse(edited.equals(inventory), pattern + " changes nothing");
        return edited;
    }

    private static String ssh(String file, MachineId host, String command) {
        try {
            return petaforge
                    .run("ssh", file, host.value(), "--", command)
                    .mustExit(0)
                    .stdout();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String diff(String title, String edited) throws Exception {
        Petaforge.Run run =
                petaforge.run("plan", "--exit-code", file("edited", edited)).mustExit(9);
        int begin = run.stdout().indexOf("changes to cluster ");
        assertTrue(begin >= 0, run.stdout());
        String diff = run.stdout().substring(begin);
        SHOWN.add("== " + title + ", asked in " + run.seconds() + " s\n" + diff);
        return diff;
    }

    /** Every text in a file of its own name: one that is edited in place stays the same cluster's. */
    private static String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name + ".yaml"), text).toString();
    }
}
