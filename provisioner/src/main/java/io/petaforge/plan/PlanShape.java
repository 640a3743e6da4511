package io.petaforge.plan;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.DriveSpeed;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import io.petaforge.storage.CrushRulePlan;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.PoolPlan;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.Clients;
import io.petaforge.storage.hardware.DriveClass;
import io.petaforge.storage.hardware.DriveType;
import io.petaforge.storage.hardware.Drives;
import io.petaforge.storage.hardware.Gateways;
import io.petaforge.storage.hardware.HostGroup;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.hardware.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The plan's cluster as the storage planner's models see it. What they predict is not part of the plan: it follows from it,
 * and a better model must not change the id of a plan that is in force.
 */
public final class PlanShape {
    private final ClusterPlan plan;
    private final Map<MachineId, Machine> machines = new TreeMap<>();
    private final Map<MachineId, List<OsdPlan>> osds = new TreeMap<>();

    private PlanShape(ClusterPlan plan) {
        this.plan = plan;
        plan.machines().forEach(machine -> machines.put(machine.id(), machine));
        plan.storage().osds().forEach(osd -> osds.computeIfAbsent(osd.host(), host -> new ArrayList<>())
                .add(osd));
    }

    /** The shape; empty for a plan without OSDs or without the machines they are on. */
    public static Optional<Shape> of(ClusterPlan plan) {
        PlanShape shape = new PlanShape(plan);
        return shape.osds.isEmpty() || !shape.machines.keySet().containsAll(shape.osds.keySet())
                ? Optional.empty()
                : Optional.of(shape.shape());
    }

    private Shape shape() {
        List<String> racks = plan.storage().osds().stream()
                .map(OsdPlan::rack)
                .distinct()
                .sorted()
                .toList();
        Map<HostType, int[]> groups = new LinkedHashMap<>();
        osds.forEach((host, here) -> groups.computeIfAbsent(type(host, here), type -> new int[racks.size()])[
                racks.indexOf(here.get(0).rack())]++);
        PoolPlan data = plan.storage().pools().stream()
                .filter(PoolPlan::bulk)
                .findFirst()
                .orElseGet(() -> plan.storage().pools().get(0));
        CrushRulePlan rule = plan.storage().rules().stream()
                .filter(one -> one.name().equals(data.rule()))
                .findFirst()
                .orElseThrow();
        return new Shape(
                groups.entrySet().stream()
                        .map(group -> new HostGroup(
                                group.getKey(),
                                java.util.Arrays.stream(group.getValue())
                                        .boxed()
                                        .toList()))
                        .toList(),
                racks.size(),
                data.protection(),
                FailureDomain.valueOf(rule.failureDomain().toUpperCase(Locale.ROOT)),
                rule.perDomain(),
                osdsPerDrive(),
                gateways(),
                clients(),
                plan.ceph().s3().url().startsWith("https"),
                plan.verify().objectSize(),
                Shape.FILL,
                plan.ceph().profile() == CephPlan.Profile.LAB);
    }

    private HostType type(MachineId host, List<OsdPlan> here) {
        Machine machine = machine(host);
        Map<String, ByteSize> sizes = new LinkedHashMap<>();
        Map<String, Media> media = new LinkedHashMap<>();
        for (OsdPlan osd : here) {
            sizes.merge(osd.serial(), osd.size(), ByteSize::plus);
            media.put(osd.serial(), osd.media());
        }
        Map<DriveType, Long> drives = sizes.entrySet().stream()
                .collect(Collectors.groupingBy(
                        drive -> DriveClass.of(Objects.requireNonNull(media.get(drive.getKey())), drive.getValue())
                                .promising(speed(machine, drive.getKey())),
                        LinkedHashMap::new,
                        Collectors.counting()));
        return new HostType(
                machine.group(),
                machine.threads(),
                machine.memory(),
                drives.entrySet().stream()
                        .map(drive ->
                                new Drives(drive.getKey(), drive.getValue().intValue()))
                        .toList(),
                network(machine),
                Optional.empty(),
                1,
                0,
                OptionalDouble.empty());
    }

    private static Optional<DriveSpeed> speed(Machine machine, String serial) {
        return machine.disks().stream()
                .filter(disk -> disk.serial().equals(serial))
                .findFirst()
                .flatMap(Disk::speed);
    }

    private int osdsPerDrive() {
        long drives = plan.storage().osds().stream()
                .map(osd -> osd.host() + "/" + osd.serial())
                .distinct()
                .count();
        return (int) Math.max(1, plan.storage().osds().size() / drives);
    }

    /** On the storage hosts when all gateways are; else on hosts of their own, as strong as the weakest of them. */
    private Gateways gateways() {
        List<MachineId> hosts = plan.ceph().rgws();
        if (osds.keySet().containsAll(hosts)) {
            return Gateways.onStorageHosts(hosts.size());
        }
        HostType weakest = weakest(hosts);
        return new Gateways(
                hosts.size(),
                Optional.of(new HostGroup(weakest, List.of(Set.copyOf(hosts).size()))));
    }

    private Optional<Clients> clients() {
        List<SparkPlan.WorkerPlan> workers = plan.spark().workers();
        TreeSet<MachineId> hosts =
                workers.stream().map(SparkPlan.WorkerPlan::machine).collect(Collectors.toCollection(TreeSet::new));
        if (hosts.isEmpty() || !machines.keySet().containsAll(hosts)) {
            return Optional.empty();
        }
        int cores = workers.stream().mapToInt(SparkPlan.WorkerPlan::cores).min().orElse(1);
        return Optional.of(new Clients(
                hosts.size(),
                cores,
                weakest(List.copyOf(hosts)).network(),
                osds.keySet().containsAll(hosts)));
    }

    private HostType weakest(List<MachineId> hosts) {
        int threads =
                hosts.stream().mapToInt(host -> machine(host).threads()).min().orElse(1);
        BitRate network = hosts.stream()
                .map(host -> network(machine(host)))
                .min(BitRate::compareTo)
                .orElseThrow();
        return new HostType(
                "gateway",
                threads,
                machine(hosts.get(0)).memory(),
                List.of(),
                network,
                Optional.empty(),
                1,
                0,
                OptionalDouble.empty());
    }

    private static BitRate network(Machine machine) {
        long bits = machine.nics().stream()
                .mapToLong(nic -> nic.speed().bitsPerSecond())
                .sum();
        // A substrate that knows no port speeds offers none: then the network is not what the model can limit.
        return bits > 0 ? new BitRate(bits) : BitRate.ofGbit(1_000_000);
    }

    private Machine machine(MachineId host) {
        return Objects.requireNonNull(machines.get(host), () -> "no machine " + host);
    }
}
