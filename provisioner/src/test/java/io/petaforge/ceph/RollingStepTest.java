package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.remote.Command;
import io.petaforge.remote.Output;
import io.petaforge.spec.InventoryReader;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Restarted;
import io.petaforge.step.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** In which order daemons take over a changed setting, from facts recorded on a healthy cluster. */
class RollingStepTest {
    private static final String KEEP = "storage-1: keep the data of 6 OSDs in place";
    private static final String BACK = "storage-1: let 6 OSDs be called out again";
    private static final String OLD = "16.2.15+ds-0+deb12u1";
    private static final String NEW = "16.2.15+ds-0+deb12u2";

    private static final Map<String, String> UNITS = Map.of(
            "storage-1",
            "ceph-mon@storage-1.service\nceph-mgr@storage-1.service\nceph-osd@0.service\nceph-osd@1.service\n"
                    + "ceph-radosgw@rgw.storage-1.service\n",
            "storage-2",
            "ceph-mon@storage-2.service\nceph-mgr@storage-2.service\nceph-osd@2.service\nceph-osd@3.service\n",
            "storage-3",
            "ceph-mon@storage-3.service\nceph-osd@4.service\nceph-osd@5.service\n"
                    + "ceph-radosgw@rgw.storage-3.service\n");

    private static final List<String> AFTER_MONITORS = List.of(
            "storage-2: restart ceph-mgr@storage-2.service",
            "storage-1: restart ceph-mgr@storage-1.service",
            KEEP,
            "storage-1: restart ceph-osd@0.service, restart ceph-osd@1.service",
            "storage-2: restart ceph-osd@2.service, restart ceph-osd@3.service",
            "storage-3: restart ceph-osd@4.service, restart ceph-osd@5.service",
            BACK,
            gateway("storage-3"),
            gateway("storage-1"));

    private final Step rolling = step("ceph/rolling");
    private final Step packages = step("ceph/packages");

    private static Step step(String name) {
        return CephCasesTest.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void monitorsThenManagersThenOneFailureDomainAfterTheOtherThenGateways() throws IOException {
        ClusterPlan changed = plan("osd_max_backfills: 2");
        List<String> turns = turns(changed, facts());
        assertEquals(
                List.of(
                        "storage-1: restart ceph-mon@storage-1.service",
                        "storage-2: restart ceph-mon@storage-2.service",
                        "storage-3: restart ceph-mon@storage-3.service"),
                turns.subList(0, 3));
        assertEquals(AFTER_MONITORS, turns.subList(3, turns.size()));
        assertTrue(rolling.turns(changed) >= 2 * turns.size(), "there are rounds for all of them, and for the waits");
    }

    @Test
    void nobodyHasATurnWhileTheClusterHasNotSettled() throws IOException {
        Facts facts = CephCasesTest.facts(CephCasesTest.ROOT.resolve("cases/mon-was-added-but-not-started"));
        List<Action> actions = rolling.actions(plan("osd_max_backfills: 2"), facts);
        assertEquals(List.of(Effect.WAIT), actions.stream().map(Action::effect).toList());
    }

    @Test
    void aHostsPackagesChangeWhenTheFirstOfItsDaemonsHasItsTurn() throws IOException {
        ClusterPlan upgraded = bare(NEW);
        String install = "; storage-%d: restart ceph-mon@storage-%d.service";
        List<String> turns = turns(upgraded, withPackages(OLD));
        assertEquals(
                List.of(
                        "storage-1: install ceph-common, ceph-mgr, ceph-mon, ceph-osd, python3-rados, radosgw"
                                + String.format(install, 1, 1),
                        "storage-2: install ceph-common, ceph-mgr, ceph-mon, ceph-osd, python3-rados"
                                + String.format(install, 2, 2),
                        "storage-3: install ceph-common, ceph-mon, ceph-osd, python3-rados, radosgw"
                                + String.format(install, 3, 3)),
                turns.subList(0, 3));
        assertEquals(AFTER_MONITORS, turns.subList(3, turns.size()));
        assertEquals(
                List.of(), packages.actions(upgraded, withPackages(OLD)), "nothing is changed on all hosts at once");
    }

    @Test
    void whatWasInstalledByHandIsTakenIntoUseInTurns() throws IOException {
        ClusterPlan plan = bare(NEW);
        Facts facts = withPackages(NEW);
        // The stamps are those of this plan; the program of one OSD is not the file that it was.
        for (List<Action> turn : rolling.course(plan, facts)) {
            facts = after(plan, facts, turn);
        }
        assertEquals(List.of(), rolling.actions(plan, facts));
        Facts by = facts.with(Map.of(key("storage-2", "ceph/replaced"), said("ceph-osd@3.service\n")));
        assertEquals(
                List.of(
                        "storage-1: keep the data of osd.3 in place",
                        "storage-2: restart ceph-osd@3.service",
                        "storage-1: let osd.3 be called out again"),
                turns(plan, by));
    }

    @Test
    void aNewerPackageThanThePlansIsRefusedOnEveryHost() throws IOException {
        ClusterPlan back = bare(OLD);
        PetaforgeException refused =
                assertThrows(PetaforgeException.class, () -> packages.actions(back, withPackages(NEW)));
        assertEquals(
                List.of("PF-DAY-090", "PF-DAY-090", "PF-DAY-090"),
                refused.problems().stream().map(Problem::code).toList());
        assertEquals(
                "PF-DAY-090: ceph.packages.version: this goes back from Ceph " + NEW
                        + ", which is installed on storage-1,"
                        + " to " + OLD + ": daemons cannot read what a newer one has written\n    -> write " + NEW
                        + " or a later one",
                refused.problems().get(0).render());
    }

    @Test
    void aMissingPackageIsInstalledBeforeAnythingElse() throws IOException {
        Facts facts = withPackages(NEW)
                .with(Map.of(
                        key("storage-3", "ceph/packages"),
                        said(installed("storage-3", NEW).replaceFirst("ii radosgw", "rc radosgw"))));
        assertEquals(
                List.of("storage-3"),
                packages.actions(bare(NEW), facts).stream()
                        .map(action -> action.machine().value())
                        .toList());
    }

    @Test
    void olderOsdsMayNotJoinOnceAllRunALaterRelease() throws IOException {
        ClusterPlan plan = plan("osd_max_backfills: 2");
        Facts later = told(facts(), "\"runs\": [\"pacific\"]", "\"runs\": [\"quincy\"]");
        List<String> turns = turns(plan, later);
        assertEquals("storage-1: let no OSD before quincy join any more", turns.get(turns.size() - 1));
        Facts mixed = told(facts(), "\"runs\": [\"pacific\"]", "\"runs\": [\"pacific\", \"quincy\"]");
        assertEquals(gateway("storage-1"), turns(plan, mixed).get(turns.size() - 2));
    }

    @Test
    void aWarningThatWasNotThereBeforeStopsTheTurns() throws IOException {
        ClusterPlan changed = plan("osd_max_backfills: 2");
        Facts facts = facts();
        List<Action> first = rolling.actions(changed, facts);
        Facts after = after(changed, facts, first);
        assertEquals(
                List.of(Effect.WAIT),
                rolling.actions(changed, warned(after, "PG_AVAILABILITY")).stream()
                        .map(Action::effect)
                        .toList());
        // One that a restart neither causes nor cures.
        assertEquals(
                List.of(Effect.RESTART),
                rolling.actions(changed, warned(after, "OSD_NEARFULL")).stream()
                        .map(Action::effect)
                        .toList());
    }

    @Test
    void allTurnsAreForeseen() throws IOException {
        ClusterPlan changed = plan("osd_max_backfills: 2");
        Facts facts = facts();
        List<List<Action>> course = rolling.course(changed, facts);
        assertEquals(12, course.size());
        for (List<Action> turn : course) {
            assertEquals(turn, rolling.actions(changed, facts));
            facts = after(changed, facts, turn);
        }
        assertEquals(List.of(), rolling.actions(changed, facts));
    }

    @Test
    void noOtherStepRestartsADaemonThatRuns() throws IOException {
        ClusterPlan changed = plan("osd_max_backfills: 2");
        Facts facts = facts();
        for (Step step : CephCasesTest.steps()) {
            if (step != rolling && !step.name().equals("ceph/rolling")) {
                assertTrue(
                        step.actions(changed, facts).stream().noneMatch(action -> action.effect() == Effect.RESTART),
                        step.name());
            }
        }
    }

    /** The turns as they come one after the other, where each brings about what it is for. */
    private List<String> turns(ClusterPlan plan, Facts facts) {
        List<String> foreseen = new ArrayList<>();
        rolling.course(plan, facts).forEach(turn -> foreseen.add(words(turn)));
        List<String> turns = new ArrayList<>();
        while (turns.size() < 20) {
            List<Action> actions = rolling.actions(plan, facts);
            if (actions.isEmpty()) {
                break;
            }
            turns.add(words(actions));
            facts = after(plan, facts, actions);
        }
        assertEquals(turns, foreseen);
        return turns;
    }

    private static String words(List<Action> actions) {
        return actions.stream()
                .map(action -> action.machine() + ": " + action.title())
                .collect(Collectors.joining("; "));
    }

    /** The facts after these actions: of units, flags and packages. */
    private Facts after(ClusterPlan plan, Facts facts, List<Action> actions) {
        Facts now = Restarted.facts(rolling, plan, facts, actions);
        for (Action action : actions) {
            String host = action.machine().value();
            Facts.Key replaced = key(host, "ceph/replaced");
            if (action.title().startsWith("keep the data")) {
                String osds = action.title().contains("osd.3") ? "\"id\": 3, " : "\"id\": ";
                now = told(now, osds, "\"noout\": true, " + osds);
            } else if (action.title().endsWith("be called out again")) {
                now = told(now, "\"noout\": true, ", "");
            } else if (action.title().contains("no OSD before quincy")) {
                now = told(now, "\"requires\": \"pacific\"", "\"requires\": \"quincy\"");
            } else if (action.title().startsWith("install ")) {
                now = now.with(Map.of(
                        key(host, "ceph/packages"), said(installed(host, NEW)), replaced, said(UNITS.get(host))));
            } else if (action.title().startsWith("restart ")) {
                String left = output(now, replaced)
                        .stdout()
                        .lines()
                        .filter(unit -> !action.title().contains(unit))
                        .collect(Collectors.joining("\n"));
                now = now.with(Map.of(replaced, said(left)));
            }
        }
        return now;
    }

    private static Facts warned(Facts facts, String check) {
        return told(facts, "\"health\": {}", "\"health\": {\"" + check + "\": \"a test\"}");
    }

    /** The monitors tell something else. */
    private static Facts told(Facts facts, String instead, String of) {
        Facts.Key key = key("storage-1", "ceph/cluster");
        String before = output(facts, key).stdout();
        String now = before.replace(instead, of);
        assertTrue(!now.equals(before), instead);
        return facts.with(Map.of(key, said(now)));
    }

    private static Output output(Facts facts, Facts.Key key) {
        return facts.get(new Probe<>(key.machine(), key.probe(), Command.of("true"), output -> output));
    }

    private static Facts.Key key(String host, String probe) {
        return new Facts.Key(new MachineId(host), probe);
    }

    private static Output said(String text) {
        return new Output(0, text, "");
    }

    private static Facts facts() throws IOException {
        return CephCasesTest.facts(CephCasesTest.ROOT.resolve("cases/converged"));
    }

    private static Facts withPackages(String version) throws IOException {
        Map<Facts.Key, Output> packages = new HashMap<>();
        UNITS.keySet().forEach(host -> packages.put(key(host, "ceph/packages"), said(installed(host, version))));
        return facts().with(packages);
    }

    /** As dpkg-query tells it. */
    private static String installed(String host, String version) {
        String units = UNITS.get(host);
        List<String> names = new ArrayList<>(List.of("ceph-common", "ceph-mon", "ceph-osd", "python3-rados"));
        if (units.contains("ceph-mgr@")) {
            names.add("ceph-mgr");
        }
        if (units.contains("radosgw")) {
            names.add("radosgw");
        }
        return names.stream().map(name -> "ii " + name + " " + version + "\n").collect(Collectors.joining());
    }

    /** The same hosts with packages that petaforge minds. */
    private static ClusterPlan bare(String version) throws IOException {
        return planned(
                "\nceph: {packages: {version: " + version + "}}\n", "roles: [mon,", "image: bare\n    roles: [mon,");
    }

    private static String gateway(String host) {
        return host + ": restart ceph-radosgw@rgw." + host + ".service; " + host + ": wait for ceph-radosgw@rgw." + host
                + ".service to listen";
    }

    private static ClusterPlan plan(String setting) throws IOException {
        return planned("\nceph: {settings: {" + setting + "}}\n", "", "");
    }

    private static ClusterPlan planned(String more, String instead, String of) throws IOException {
        Path file = CephCasesTest.ROOT.resolve("cluster.yaml");
        String text = Files.readString(file);
        assertTrue(!text.contains("\nceph:"), "the test adds that section");
        return new ClusterPlanner(
                        InventoryReader.parse(file, (instead.isEmpty() ? text : text.replace(instead, of)) + more)
                                .spec())
                .plan(CephCasesTest.machines());
    }
}
