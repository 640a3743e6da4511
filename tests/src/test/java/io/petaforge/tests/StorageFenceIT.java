package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Nic;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import io.petaforge.ceph.CephKeys;
import io.petaforge.ceph.CephSteps;
import io.petaforge.ceph.ClusterCa;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.spec.InventoryReader;
import io.petaforge.state.Secrets;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.storage.OsdPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fence with real drives (loop devices), real filesystems and real OSDs: the step's own probes and actions run as they
 * would on a host. Needs root, and the root filesystem of a lab that was built before.
 */
@EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "loop devices and mounts need root")
class StorageFenceIT {
    private static final String INVENTORY =
            """
            petaforge: 1
            cluster: fence
            substrate: {lab: {}}
            machines:
              storage:
                count: 3
                roles: [mon, mgr, osd, rgw]
                constraints: {memory: ">= 3GiB"}
                volumes: {osd: 2 x ssd >= 6GB, db: 2 x nvme >= 3GB}
              compute:
                count: 1
                roles: [spark-master, spark-worker, spark-history]
                volumes: {workspace: 1 x ssd >= 6GB, cache: 1 x ssd >= 6GB}
            storage: {failure-domain: host%s}
            """;

    @TempDir
    static Path directory;

    private static FencedHost host;

    private final Map<String, Secret> secrets = new HashMap<>();
    private final Secrets kept = (name, generator) -> secrets.computeIfAbsent(name, key -> generator.get());
    private final CephKeys keys = new CephKeys(kept);
    private final Step step = CephSteps.of(
                    keys,
                    new ClusterCa(kept, "fence", Instant.EPOCH.plusSeconds(1_700_000_000)),
                    new CephSteps.Surroundings(Set.of(), Set.of(), Set.of(), Optional::empty))
            .stream()
            .filter(one -> one.name().equals("ceph/osd-format"))
            .findFirst()
            .orElseThrow();

    @BeforeAll
    static void start() throws Exception {
        Optional<String> layers = FencedHost.layers();
        assumeTrue(layers.isPresent(), "no lab was ever built here: its root filesystem is missing");
        host = FencedHost.start(directory, layers.orElseThrow());
    }

    @AfterAll
    static void stop() throws Exception {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void nothingIsTouchedThatIsNotEmptyOursOrNamed() throws Exception {
        ClusterPlan plan = plan("");
        for (OsdPlan osd : plan.storage().osds()) {
            host.drive(osd.serial(), osd.size().bytes());
            host.drive(
                    osd.db().orElseThrow().serial(),
                    osd.db().orElseThrow().size().bytes());
        }
        host.sh("printf '[global]\\nfsid = " + keys.fsid() + "\\n' > /etc/ceph/ceph.conf");
        List<String> serials =
                plan.storage().osds().stream().map(OsdPlan::serial).toList();
        host.sh("mkfs.ext4 -q " + device(serials, 0) + " && mkdir -p /boot && mount -o ro " + device(serials, 0)
                + " /boot");
        host.sh("mkfs.ext4 -q " + device(serials, 1) + " && mount -o ro " + device(serials, 1) + " /srv/data");
        host.sh("mkfs.ext4 -q " + device(serials, 2));
        host.sh("sgdisk -n 1:0:0 " + device(serials, 3) + " >/dev/null 2>&1");
        foreignOsd(device(serials, 4));
        host.link(plan.storage().osds().get(0).db().orElseThrow().serial(), serials.get(5));

        String before = contents(serials);
        List<String> refused = refusals(plan, "as found");
        assertEquals(
                List.of("PF-DRV-003", "PF-DRV-007", "PF-DRV-009", "PF-DRV-009", "PF-CEPH-005", "PF-DRV-002"), refused);

        ClusterPlan wiping = plan(", wipe: [" + String.join(", ", serials.subList(0, 5)) + "]");
        assertEquals(
                List.of("PF-DRV-003", "PF-DRV-007", "PF-DRV-002"),
                refusals(wiping, "all but the last named for wiping"));
        assertEquals(before, contents(serials), "nothing was written");

        host.sh("umount /boot /srv/data");
        host.unlink(serials.get(5));
        List<Action> wipe = actions(wiping);
        show("unmounted, and one serial each", titles(wipe));
        assertTrue(titles(wipe).contains("WIPE drive " + serials.get(4)), titles(wipe));
        run(wipe);
        List<String> born = births(serials);

        assertEquals(List.of(), actions(wiping), "the same list wipes nothing again");
        show("a later build with the same list", "nothing to do");

        host.renameAll();
        assertEquals(List.of(), actions(wiping), "a drive is its serial, whatever the kernel calls it");
        show("every drive under another kernel name", "nothing to do: followed by serial");

        host.sh("rm -r /var/lib/ceph/osd/ceph-*");
        List<Action> adopt = actions(wiping);
        show("the host lost its directories", titles(adopt));
        assertEquals(6, titles(adopt).split("adopt osd", -1).length - 1);
        run(adopt);
        assertEquals(List.of(), actions(plan), "all there, even without the list");
        assertEquals(born, births(serials), "adopted, not made anew");
        host.sh("for i in 0 1 2 3 4 5; do ceph-bluestore-tool fsck --path /var/lib/ceph/osd/ceph-$i; done");
        show("after adoption", "ceph-bluestore-tool fsck: success on all six, DBs included");

        String db = plan.storage().osds().get(2).db().orElseThrow().serial();
        host.sh("dd if=/dev/zero of=" + host.device(db) + " bs=4k count=1 conv=notrunc,fsync status=none");
        assertEquals(List.of("PF-CEPH-013"), refusals(plan, "a DB drive was replaced"));
    }

    /** Spark's volumes are judged by the same code; what carries it out there is a program of its own. */
    @Test
    void aSparkVolumeIsMadeOnAnEmptyDriveOrOneThatIsWipedBefore() throws Exception {
        String program;
        try (var resource = Facts.class.getResourceAsStream("/io/petaforge/spark/volume.sh")) {
            program = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
        host.drive("PFSPARK", 1_000_000_000);
        host.sh("mkfs.ext4 -q " + host.device("PFSPARK"));
        List<String> argv = new ArrayList<>(List.of("sh", "-c", program, "sh", host.device("PFSPARK")));
        argv.addAll(List.of("/srv/cache", "0c0ffee0-0000-4000-8000-000000000001", "pf-cache-0", "root"));
        FencedHost.Result refused = host.run(with(argv, "format"), "");
        assertEquals(1, refused.status());
        assertTrue(refused.stderr().contains("is not blank"), refused.stderr());
        assertEquals(0, host.run(with(argv, "wipe"), "").status());
        assertTrue(host.sh("grep /srv/cache /proc/self/mountinfo").contains(" xfs "));
        FencedHost.Result mounted = host.run(with(argv, "wipe"), "");
        assertNotEquals(0, mounted.status(), "what is mounted is not wiped");
        show("a Spark volume, wiped while it is mounted", mounted.stderr().strip());
        host.sh("umount /srv/cache");
    }

    private static List<String> with(List<String> argv, String last) {
        List<String> all = new ArrayList<>(argv);
        all.add(last);
        return all;
    }

    private static String device(List<String> serials, int osd) {
        return host.device(serials.get(osd));
    }

    /** A complete OSD of another cluster. */
    private static void foreignOsd(String device) throws Exception {
        host.sh("mkdir /tmp/foreign && ln -s " + device + " /tmp/foreign/block && ceph-osd --no-mon-config -i 17 --mkfs"
                + " --fsid 99999999-8888-7777-6666-555555555555 --osd-uuid 11111111-2222-4333-8444-555555555555"
                + " --osd-data /tmp/foreign --bluestore_fsck_on_mkfs false --log_file /dev/null >/dev/null 2>&1");
    }

    private static String contents(List<String> serials) throws Exception {
        StringBuilder sums = new StringBuilder();
        for (String serial : serials) {
            sums.append(host.sh("head -c 64M " + host.device(serial) + " | sha256sum"));
        }
        return sums.toString();
    }

    /** When each OSD's BlueStore was made, to the microsecond. */
    private static List<String> births(List<String> serials) throws Exception {
        List<String> births = new ArrayList<>();
        for (String serial : serials) {
            String label = host.sh("ceph-bluestore-tool show-label --dev " + host.device(serial));
            births.add(label.lines()
                    .filter(line -> line.contains("btime"))
                    .findFirst()
                    .orElseThrow());
        }
        assertNotEquals(1, new TreeSet<>(births).size());
        return births;
    }

    private List<String> refusals(ClusterPlan plan, String title) throws Exception {
        Facts facts = facts(plan);
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> step.actions(plan, facts));
        show(title, refused.problems().stream().map(Problem::render).collect(Collectors.joining("\n")));
        return refused.problems().stream().map(Problem::code).toList();
    }

    private List<Action> actions(ClusterPlan plan) throws Exception {
        return step.actions(plan, facts(plan));
    }

    private Facts facts(ClusterPlan plan) throws Exception {
        Map<Facts.Key, Output> outputs = new HashMap<>();
        for (Probe<?> probe : step.probes(plan)) {
            if (probe.key().equals("ceph/cluster")) {
                outputs.put(
                        new Facts.Key(probe.machine(), probe.key()),
                        new Output(0, "{\"reachable\": false, \"results\": []}", ""));
                continue;
            }
            FencedHost.Result result = host.run(probe.command().argv(), "");
            outputs.put(
                    new Facts.Key(probe.machine(), probe.key()),
                    new Output(result.status(), result.stdout(), result.stderr()));
        }
        return new Facts(outputs);
    }

    private static void run(List<Action> actions) throws Exception {
        for (Action action : actions) {
            Operation.Exec exec = (Operation.Exec) action.operation();
            FencedHost.Result result = host.run(
                    exec.command().argv(),
                    exec.command().stdin().map(Secret::reveal).orElse(""));
            assertEquals(0, result.status(), () -> action.title() + ": " + result.stderr());
        }
    }

    private static String titles(List<Action> actions) {
        return actions.stream()
                .map(action -> action.machine() + ": " + action.title())
                .collect(Collectors.joining("\n"));
    }

    private static void show(String title, String text) {
        System.out.println("== " + title + "\n" + text + "\n");
    }

    private static ClusterPlan plan(String orders) throws Exception {
        Path inventory = Files.writeString(directory.resolve("fence.yaml"), String.format(INVENTORY, orders));
        ClusterPlanner planner = new ClusterPlanner(InventoryReader.read(inventory));
        return planner.plan(planner.request().machines().stream()
                .filter(machine -> machine.kind() == MachineRequest.Kind.HOST)
                .map(StorageFenceIT::machine)
                .toList());
    }

    private static Machine machine(MachineRequest request) {
        List<Disk> disks = new ArrayList<>();
        for (DiskRequest wanted : request.disks()) {
            for (int i = 0; i < wanted.count(); i++) {
                String serial = ("PF" + request.id() + "x" + disks.size())
                        .replace("-", "")
                        .toUpperCase(java.util.Locale.ROOT);
                disks.add(new Disk(serial, "loop", wanted.atLeast(), wanted.media(), false));
            }
        }
        return new Machine(
                new MachineId(request.id().value()),
                request.group(),
                new Location(request.rack()),
                2,
                ByteSize.ofGiB(4),
                disks,
                List.of(new Nic("fab0", BitRate.ofGbit(10))));
    }
}
