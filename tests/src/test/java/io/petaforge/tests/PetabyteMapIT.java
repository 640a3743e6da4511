package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.storage.CrushRulePlan;
import io.petaforge.storage.PoolPlan;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StoragePlan;
import io.petaforge.storage.crush.CrushMapText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The planner's CRUSH maps for a petabyte, tried by Ceph's own programs without a cluster: a monitor alone takes the map and
 * makes the planned pools in it, crushtool and osdmaptool then say where data would lie. Needs root, for the lab's root
 * filesystem. The figures are kept in target/crush-report.txt.
 */
@Tag("long")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "Ceph's programs are run from the lab's root filesystem: run as root to test it")
class PetabyteMapIT {
    private static final String MONITOR =
            """
            crushtool -c map.txt -o map.bin
            crushtool -c grown.txt -o grown.bin
            osdmaptool --createsimple OSDS empty.osdmap --clobber
            osdmaptool empty.osdmap --import-crush map.bin
            osdmaptool empty.osdmap --mark-up-in --save --print
            fsid=7d8a7d4e-9c5e-4f0a-8d66-0f6b5d0c1a11
            cat >ceph.conf <<END
            [global]
            fsid = $fsid
            mon_host = 127.0.0.1
            auth_cluster_required = none
            auth_service_required = none
            auth_client_required = none
            mon_data = /mnt/mon
            keyring = /mnt/keyring
            log_file = /mnt/mon.log
            admin_socket =
            mon_max_pg_per_osd = 100000
            mon_osd_max_initial_pgs = 65536
            END
            : >keyring
            monmaptool --create --clobber --add a 127.0.0.1 --fsid $fsid monmap
            mkdir mon
            ceph-mon -c ceph.conf -i a --mkfs --monmap monmap --osdmap empty.osdmap --setuser root --setgroup root
            ceph-mon -c ceph.conf -i a -f --setuser root --setgroup root >mon.out 2>&1 &
            monitor=$!
            ceph() { timeout 120 /usr/bin/ceph -c ceph.conf "$@"; }
            # Until it has its quorum of one, it refuses those who ask: seconds, or many on a busy machine.
            for try in $(seq 120); do
              ceph status >/dev/null 2>&1 && break
              kill -0 $monitor || { cat mon.out >&2; exit 1; }
              sleep 1
            done
            POOLS
            ceph osd getmap -o map.osdmap
            kill $monitor
            wait $monitor || true
            """;

    /** What the balancer of ceph-mgr does, which is on from the start and does this over and over. */
    private static final String BALANCE = " --mark-up-in --upmap changes --upmap-max 100000 --save --upmap-deviation ";

    /** How many placement groups an OSD may be off: Ceph's default (upmap_max_deviation), and the least there is. */
    private static final int DEFAULT = 5;

    private static final int LEAST = 1;

    @TempDir
    static Path directory;

    private static final String FORMAT = "%-24s %5s %8s %5s  %-27s %-27s %-24s %7s %7s  %9s %7s %7s %9s";

    private static final List<String> REPORT = new ArrayList<>();

    private static CephTools tools;

    @BeforeAll
    static void toolsAreThere() throws Exception {
        Optional<CephTools> found = CephTools.find();
        if (found.isEmpty()) {
            // Nothing was built on this machine yet; a build leaves its root filesystem behind.
            Petaforge petaforge = new Petaforge(directory);
            String lab = Petaforge.root().resolve("inventories/lab.yaml").toString();
            petaforge.run("build", "--no-verify", lab).mustExit(0);
            petaforge.run("destroy", "--yes", lab).mustExit(0);
            found = CephTools.find();
        }
        tools = found.orElseThrow();
        REPORT.add(
                "Spread of a petabyte's data over OSDs, hosts and racks, as deviation (and range) from what their weight"
                        + " asks for, and the part of the data that moves when a rack is added");
        REPORT.add(String.format(
                FORMAT,
                "layout",
                "OSDs",
                "usable",
                "PGs",
                "CRUSH alone",
                "balancer, default (5 PGs)",
                "balancer, 1 PG",
                "hosts",
                "racks",
                "new rack",
                "moved",
                "of that",
                "balanced"));
    }

    @AfterAll
    static void keepTheFigures() throws IOException {
        Path file = Petaforge.root().resolve("tests/target/crush-report.txt");
        Files.createDirectories(file.getParent());
        Files.write(file, REPORT);
        REPORT.forEach(System.out::println);
    }

    static Stream<PetabyteCase> layouts() {
        return Stream.of(
                PetabyteCase.of(
                        "ec 4+2, 7 even racks",
                        new Protection.Erasure(4, 2),
                        List.of(3, 3, 3, 3, 3, 3, 3),
                        3,
                        12,
                        "7.68TB"),
                PetabyteCase.of(
                        "ec 4+2, 9 uneven racks",
                        new Protection.Erasure(4, 2),
                        List.of(3, 2, 3, 2, 3, 2, 3, 2, 2),
                        2,
                        12,
                        "7.68TB"),
                PetabyteCase.of(
                        "replica 3, 12 racks",
                        new Protection.Replicated(3, 2),
                        List.of(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2),
                        2,
                        12,
                        "15.36TB"));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void cephPlacesAPetabyteAsPlanned(PetabyteCase layout) throws Exception {
        assertTrue(layout.usable() >= 0.99e15, "a petabyte, not " + layout.usable());
        Path work = Files.createTempDirectory(directory, "map");
        StoragePlan plan = layout.plan();
        Files.writeString(work.resolve("map.txt"), CrushMapText.render(plan));
        Files.writeString(work.resolve("grown.txt"), CrushMapText.render(layout.grown()));
        PoolPlan data = plan.pools().get(plan.pools().size() - 1);
        CrushRulePlan rule = plan.rules().get(plan.rules().size() - 1);
        int width = layout.protection().width();

        tools.run(
                work,
                MONITOR.replace("OSDS", Integer.toString(layout.grown().osds().size()))
                        .replace("POOLS", pools(plan)));
        assertEquals("", tools.run(work, badMappings(plan)), "crushtool's bad mappings");

        Placements alone = placements(work, "map.osdmap", data);
        assertEquals(data.placementGroups(), alone.groups().size());
        assertEquals(List.of(), alone.bad(plan, width, rule.perDomain()));

        Placements usual = balanced(work, "map.osdmap", DEFAULT, data);
        Placements even = balanced(work, "map.osdmap", LEAST, data);
        assertEquals(List.of(), even.bad(plan, width, rule.perDomain()));

        Placements grown = grown(work, "map.osdmap", data);
        grown(work, "balanced.osdmap", data);
        Placements grownEven = balanced(work, "grown.osdmap", LEAST, data);
        String dropped = dropped(work, "balanced.osdmap");
        assertEquals(
                List.of(),
                grownEven.bad(layout.grown(), width, rule.perDomain()).stream()
                        .filter(group -> !dropped.contains(" " + group.substring(0, group.indexOf('=')) + "\n"))
                        .toList());

        boolean chunks = layout.protection() instanceof Protection.Erasure;
        double best = 1 - weight(plan) / weight(layout.grown());
        double moved = alone.moved(grown, chunks);
        double movedEven = even.moved(grownEven, chunks);
        REPORT.add(String.format(
                Locale.ROOT,
                FORMAT,
                layout.name(),
                plan.osds().size(),
                String.format(Locale.ROOT, "%.2f PB", layout.usable() / 1e15),
                data.placementGroups(),
                text(alone.overOsds(plan)),
                text(usual.overOsds(plan)),
                text(even.overOsds(plan)),
                percent(even.overHosts(plan).fullest()),
                percent(even.overRacks(plan).fullest()),
                percent(best),
                percent(moved),
                String.format(Locale.ROOT, "%.2f", moved / best),
                percent(movedEven)));
        bounds(layout, alone.overOsds(plan), usual.overOsds(plan), even.overOsds(plan), moved / best);
        assertTrue(even.overHosts(plan).fullest() < 0.02, "hosts");
        assertTrue(even.overRacks(plan).fullest() < 0.02, "racks");
    }

    private static void bounds(
            PetabyteCase layout,
            Placements.Spread alone,
            Placements.Spread usual,
            Placements.Spread even,
            double moved) {
        // Chance alone gives 1/sqrt(placement groups on an OSD), a tenth; racks of unequal weight add to it.
        assertTrue(alone.deviation() < 0.16, "CRUSH alone: " + alone);
        assertTrue(usual.fullest() < 0.08, "the balancer as it is by default: " + usual);
        assertTrue(even.fullest() < 0.03, "the balancer at its best: " + even);
        // A rack that joins takes its part, and where most racks hold a chunk already, places that collided move too.
        boolean copies = layout.protection() instanceof Protection.Replicated;
        assertTrue(moved > 0.9 && moved < (copies ? 1.25 : 2), "moved, as a multiple of the least: " + moved);
    }

    /** The pool after the balancer, which leaves its map in balanced.osdmap. */
    private static Placements balanced(Path work, String map, int deviation, PoolPlan pool) throws Exception {
        tools.run(
                work,
                "cp " + map + " work.osdmap; osdmaptool work.osdmap" + BALANCE + deviation
                        + "; mv work.osdmap balanced.osdmap");
        return placements(work, "balanced.osdmap", pool);
    }

    /** Entries of the balancer that a monitor drops with its next map, since the map makes them wrong. */
    private static String dropped(Path work, String map) throws Exception {
        return tools.run(work, "osdmaptool " + map + " --upmap-cleanup dropped >&2; cat dropped");
    }

    /** The pool when the grown plan's CRUSH map is in force, which is left in grown.osdmap. */
    private static Placements grown(Path work, String map, PoolPlan pool) throws Exception {
        tools.run(work, "cp " + map + " grown.osdmap; osdmaptool grown.osdmap --import-crush grown.bin");
        return placements(work, "grown.osdmap", pool);
    }

    private static String pools(StoragePlan plan) {
        StringBuilder commands = new StringBuilder();
        for (CrushRulePlan rule : plan.rules()) {
            if (rule.protection() instanceof Protection.Erasure code) {
                commands.append(String.format(
                        "ceph osd erasure-code-profile set %s k=%d m=%d crush-failure-domain=%s crush-device-class=%s%n",
                        rule.name(), code.k(), code.m(), rule.failureDomain(), rule.deviceClass()));
            }
        }
        for (PoolPlan pool : plan.pools()) {
            boolean erasure = pool.protection() instanceof Protection.Erasure;
            commands.append(String.format(
                    "ceph osd pool create %s %d %d %s %s --autoscale_mode off%s%n",
                    pool.name(),
                    pool.placementGroups(),
                    pool.placementGroups(),
                    erasure ? "erasure " + pool.rule() : "replicated",
                    pool.rule(),
                    erasure ? "" : " --size " + pool.protection().width()));
        }
        return commands.toString();
    }

    private static String badMappings(StoragePlan plan) {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < plan.rules().size(); i++) {
            script.append(String.format(
                    "crushtool -i map.bin --test --rule %d --num-rep %d --min-x 0 --max-x 99999 --show-bad-mappings%n",
                    CrushMapText.FIRST_RULE + i,
                    plan.rules().get(i).protection().width()));
        }
        return script.toString();
    }

    private static Placements placements(Path work, String map, PoolPlan pool) throws Exception {
        String script = "id=$(osdmaptool " + map + " --print | sed -n \"s/^pool \\([0-9]*\\) '" + pool.name()
                + "' .*/\\1/p\")\nosdmaptool " + map + " --mark-up-in --test-map-pgs-dump --pool $id\n";
        return Placements.parse(tools.run(work, script).lines());
    }

    private static double weight(StoragePlan plan) {
        return plan.osds().stream().mapToDouble(osd -> osd.size().bytes()).sum();
    }

    private static String text(Placements.Spread spread) {
        return String.format(
                Locale.ROOT,
                "%.1f%% (%+.1f to %+.1f%%)",
                spread.deviation() * 100,
                spread.emptiest() * 100,
                spread.fullest() * 100);
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f%%", part * 100);
    }
}
