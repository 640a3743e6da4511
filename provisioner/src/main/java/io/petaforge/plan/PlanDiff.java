package io.petaforge.plan;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Role;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.PoolPlan;
import io.petaforge.storage.Protection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** In what a plan differs from the one in force, as its reader thinks of it: machines, services, settings. */
public final class PlanDiff {
    private static final String MACHINE = "machine";
    private static final String CEPH = "ceph";
    private static final String SPARK = "spark";
    private static final String NETWORK = "network";

    private final ClusterPlan before;
    private final ClusterPlan after;
    private final Differences found = new Differences();

    private PlanDiff(ClusterPlan before, ClusterPlan after) {
        this.before = before;
        this.after = after;
    }

    /** The differences, those of the whole cluster first, then host by host. */
    public static List<Difference> between(ClusterPlan before, ClusterPlan after) {
        PlanDiff diff = new PlanDiff(before, after);
        diff.machines();
        diff.daemons();
        diff.osds();
        diff.pools();
        diff.ceph();
        diff.spark();
        diff.network();
        diff.verify();
        return diff.found.all().stream()
                .sorted(Comparator.comparing(Difference::host)
                        .thenComparing(Difference::service, Comparator.comparingInt(PlanDiff::rank)))
                .toList();
    }

    private static int rank(String service) {
        List<String> order = List.of(MACHINE, NETWORK, CEPH, SPARK);
        return order.contains(service) ? order.indexOf(service) : order.size();
    }

    private void machines() {
        Map<MachineId, Machine> old = byId(before);
        Map<MachineId, Machine> now = byId(after);
        Differences.union(old, now).forEach(id -> {
            Optional<Machine> was = Optional.ofNullable(old.get(id));
            Optional<Machine> is = Optional.ofNullable(now.get(id));
            if (was.isEmpty() || is.isEmpty()) {
                found.whole(
                        was.isEmpty(),
                        id.value(),
                        MACHINE,
                        describe(was.or(() -> is).orElseThrow()));
                return;
            }
            found.change(
                    id.value(),
                    MACHINE,
                    "rack",
                    was.get().location().rack(),
                    is.get().location().rack());
            found.change(
                    id.value(),
                    MACHINE,
                    "threads",
                    was.get().threads(),
                    is.get().threads());
            found.change(
                    id.value(), MACHINE, "memory", was.get().memory(), is.get().memory());
            found.each(
                    id.value(),
                    MACHINE,
                    was.get().disks().stream().collect(Collectors.toMap(Disk::serial, PlanDiff::drive)),
                    is.get().disks().stream().collect(Collectors.toMap(Disk::serial, PlanDiff::drive)),
                    serial -> "drive " + serial);
        });
    }

    private void daemons() {
        daemon(CEPH, "mon", before.ceph().mons(), after.ceph().mons());
        daemon(CEPH, "mgr", before.ceph().mgrs(), after.ceph().mgrs());
        daemon(CEPH, "rgw", before.ceph().rgws(), after.ceph().rgws());
        daemon(
                SPARK,
                "master",
                List.of(before.spark().master()),
                List.of(after.spark().master()));
        daemon(
                SPARK,
                "history server",
                List.of(before.spark().history()),
                List.of(after.spark().history()));
        Map<MachineId, SparkPlan.WorkerPlan> old = workers(before);
        Map<MachineId, SparkPlan.WorkerPlan> now = workers(after);
        Differences.union(old, now).forEach(id -> {
            SparkPlan.WorkerPlan was = old.get(id);
            SparkPlan.WorkerPlan is = now.get(id);
            if (was != null && is != null) {
                found.change(id.value(), SPARK, "worker cores", was.cores(), is.cores());
                found.change(id.value(), SPARK, "worker memory", was.memory(), is.memory());
                found.change(id.value(), SPARK, "worker drives", drives(was), drives(is));
            } else {
                SparkPlan.WorkerPlan one = was != null ? was : Objects.requireNonNull(is);
                found.whole(was == null, id.value(), SPARK, "worker of " + one.cores() + " cores and " + one.memory());
            }
        });
    }

    private void osds() {
        Map<Integer, OsdPlan> old = before.storage().osds().stream().collect(Collectors.toMap(OsdPlan::id, osd -> osd));
        Map<Integer, OsdPlan> now = after.storage().osds().stream().collect(Collectors.toMap(OsdPlan::id, osd -> osd));
        Differences.union(old, now).forEach(id -> {
            OsdPlan was = old.get(id);
            OsdPlan is = now.get(id);
            if (was != null && is != null && was.uuid().equals(is.uuid())) {
                found.change(
                        is.host().value(), CEPH, "osd." + id + " memory target", was.memoryTarget(), is.memoryTarget());
                return;
            }
            Optional.ofNullable(was)
                    .ifPresent(osd -> found.whole(false, osd.host().value(), CEPH, describe(osd)));
            Optional.ofNullable(is)
                    .ifPresent(osd -> found.whole(true, osd.host().value(), CEPH, describe(osd)));
        });
    }

    private void pools() {
        Map<String, PoolPlan> old = before.storage().pools().stream().collect(Collectors.toMap(PoolPlan::name, p -> p));
        Map<String, PoolPlan> now = after.storage().pools().stream().collect(Collectors.toMap(PoolPlan::name, p -> p));
        Differences.union(old, now).forEach(name -> {
            PoolPlan was = old.get(name);
            PoolPlan is = now.get(name);
            if (was == null || is == null) {
                found.whole(was == null, "", CEPH, "pool " + name);
                return;
            }
            found.change("", CEPH, "pool " + name + " protection", words(was.protection()), words(is.protection()));
            found.change("", CEPH, "pool " + name + " min_size", was.minSize(), is.minSize());
            found.change("", CEPH, "pool " + name + " placement groups", was.placementGroups(), is.placementGroups());
            found.change("", CEPH, "pool " + name + " rule", was.rule(), is.rule());
        });
    }

    private void ceph() {
        CephPlan was = before.ceph();
        CephPlan is = after.ceph();
        found.change(
                "",
                CEPH,
                "packages",
                was.version().orElse("as offered"),
                is.version().orElse("as offered"));
        found.change(
                "",
                CEPH,
                "package mirror",
                was.aptSource().orElse("none"),
                is.aptSource().orElse("none"));
        found.change("", CEPH, "profile", was.profile(), is.profile());
        found.change("", CEPH, "S3 address", was.s3().url(), is.s3().url());
        found.change("", CEPH, "S3 user", was.s3().user(), is.s3().user());
        found.change("", CEPH, "S3 bucket", was.s3().bucket(), is.s3().bucket());
        found.settings(CEPH, was.settings(), is.settings());
    }

    private void spark() {
        SparkPlan was = before.spark();
        SparkPlan is = after.spark();
        found.change(
                "",
                SPARK,
                "version",
                was.distribution().spark(),
                is.distribution().spark());
        found.change(
                "",
                SPARK,
                "Scala",
                was.distribution().scala(),
                is.distribution().scala());
        found.change(
                "",
                SPARK,
                "Hadoop",
                was.distribution().hadoop(),
                is.distribution().hadoop());
        found.change(
                "",
                SPARK,
                "tarball",
                was.distribution().tarball(),
                is.distribution().tarball());
        found.change(
                "",
                SPARK,
                "executor cores",
                was.executor().cores(),
                is.executor().cores());
        found.change(
                "",
                SPARK,
                "executor memory",
                was.executor().memory(),
                is.executor().memory());
        found.settings(SPARK, was.settings(), is.settings());
    }

    private void network() {
        found.change(
                "",
                NETWORK,
                "design",
                before.fabric().request().design().yaml(),
                after.fabric().request().design().yaml());
        found.change(
                "",
                NETWORK,
                "MTU",
                before.fabric().request().mtu(),
                after.fabric().request().mtu());
        Map<MachineId, Device> old = devices(before);
        Map<MachineId, Device> now = devices(after);
        Differences.union(old, now).forEach(id -> {
            Device was = old.get(id);
            Device is = now.get(id);
            if (was != null && is != null) {
                found.change(id.value(), NETWORK, "address", was.address(), is.address());
                found.change(
                        id.value(),
                        NETWORK,
                        "ports",
                        was.ports().size(),
                        is.ports().size());
            } else {
                Device one = was != null ? was : Objects.requireNonNull(is);
                String what = one.role() == Role.HOST
                        ? "address " + one.address()
                        : one.role().word();
                found.whole(was == null, id.value(), one.role() == Role.HOST ? NETWORK : MACHINE, what);
            }
        });
    }

    private void verify() {
        found.change(
                "", "verify", "data", before.verify().data(), after.verify().data());
        found.change(
                "",
                "verify",
                "object size",
                before.verify().objectSize(),
                after.verify().objectSize());
        found.change(
                "",
                "verify",
                "least write",
                before.verify().minWrite(),
                after.verify().minWrite());
        found.change(
                "",
                "verify",
                "least read",
                before.verify().minRead(),
                after.verify().minRead());
        found.change(
                "",
                "verify",
                "least ratio",
                before.verify().minRatio(),
                after.verify().minRatio());
    }

    private void daemon(String service, String name, List<MachineId> old, List<MachineId> now) {
        old.stream()
                .filter(host -> !now.contains(host))
                .forEach(host -> found.whole(false, host.value(), service, name));
        now.stream()
                .filter(host -> !old.contains(host))
                .forEach(host -> found.whole(true, host.value(), service, name));
    }

    private static Map<MachineId, Machine> byId(ClusterPlan plan) {
        return plan.machines().stream()
                .collect(Collectors.toMap(Machine::id, machine -> machine, (a, b) -> a, TreeMap::new));
    }

    private static Map<MachineId, Device> devices(ClusterPlan plan) {
        return plan.fabric().devices().stream()
                .collect(Collectors.toMap(Device::id, device -> device, (a, b) -> a, TreeMap::new));
    }

    private static Map<MachineId, SparkPlan.WorkerPlan> workers(ClusterPlan plan) {
        return plan.spark().workers().stream()
                .collect(Collectors.toMap(SparkPlan.WorkerPlan::machine, worker -> worker));
    }

    private static String describe(Machine machine) {
        long data = machine.disks().stream().filter(disk -> !disk.boot()).count();
        return String.format(
                Locale.ROOT,
                "%s in %s: %d threads, %s, %d data drive%s",
                machine.group(),
                machine.location().rack(),
                machine.threads(),
                machine.memory(),
                data,
                data == 1 ? "" : "s");
    }

    private static String describe(OsdPlan osd) {
        return "osd." + osd.id() + " on drive " + osd.serial() + ", "
                + osd.size().decimal();
    }

    private static String drive(Disk disk) {
        ByteSize size = disk.size();
        return size.decimal() + " " + disk.media().deviceClass() + (disk.boot() ? " of the system" : "");
    }

    private static String drives(SparkPlan.WorkerPlan worker) {
        return worker.workspaceSerial() + " " + String.join(" ", worker.cacheSerials());
    }

    static String words(Protection protection) {
        return protection instanceof Protection.Erasure erasure
                ? "ec " + erasure.k() + "+" + erasure.m()
                : "replica " + protection.width();
    }
}
