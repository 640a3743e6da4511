package io.petaforge.plan;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.Nic;
import io.petaforge.spec.CephSpec;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup;
import io.petaforge.spec.Role;
import io.petaforge.spec.SparkSpec;
import io.petaforge.spec.StorageSpec;
import io.petaforge.spec.Volume;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StoragePlan;
import io.petaforge.storage.StorageRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the inventory and the hardware ask of the storage planner. */
final class StorageIntent {
    /**
     * Memory that is not the OSDs', for the operating system and for each other role of a host. Lab: a mon took 33 MB, a
     * manager 265 MB, a gateway 209 MB at most where it was measured, rounded up. Production: a multiple of Ceph's own
     * recommendation of 2 GB for small monitors and managers, since these grow with the number of OSDs.
     */
    private record Reserve(ByteSize system, ByteSize perRole) {
        static final Reserve LAB = new Reserve(ByteSize.ofMiB(256), ByteSize.ofMiB(320));
        static final Reserve PRODUCTION = new Reserve(ByteSize.ofGiB(4), ByteSize.ofGiB(8));
    }

    /** The operating system with its interrupts: a core with its two threads. */
    private static final int SYSTEM_THREADS = 2;

    /** Ceph's hardware recommendations: two cores for a monitor; a manager works with one, mostly. */
    private static final int MON_THREADS = 2;

    private static final int MGR_THREADS = 1;

    /**
     * A gateway at its published 2.3 GiB/s of GET with 2.3 cores for each GiB/s under TLS (ceph.io, "Benchmarking object",
     * 2025).
     */
    private static final int RGW_THREADS = 5;

    private final ClusterSpec spec;
    private final Placed placed;
    private final Map<MachineId, Machine> machines;
    private final VolumeAssignment volumes;
    private final boolean lab;

    /** Which hosts run which daemons; those of Spark's roles are all that have them. */
    record Placed(List<MachineId> mons, List<MachineId> mgrs, List<MachineId> rgws) {}

    private StorageIntent(ClusterSpec spec, Placed placed, Map<MachineId, Machine> machines, VolumeAssignment volumes) {
        this.spec = spec;
        this.placed = placed;
        this.machines = machines;
        this.volumes = volumes;
        this.lab = spec.ceph().profile() == CephSpec.Profile.LAB;
    }

    static StorageRequest of(
            ClusterSpec spec,
            Placed placed,
            Map<MachineId, Machine> machines,
            VolumeAssignment volumes,
            Optional<StoragePlan> inForce) {
        StorageIntent intent = new StorageIntent(spec, placed, machines, volumes);
        List<StorageRequest.Host> hosts = spec.groups(Role.OSD).stream()
                .flatMap(group -> group.members().stream().map(member -> intent.host(group, member)))
                .toList();
        return new StorageRequest(
                spec.name(),
                hosts,
                protection(spec.storage()),
                StorageRequest.FailureDomain.valueOf(
                        spec.storage().failureDomain().name()),
                intent.lab ? StorageRequest.Sizing.LAB : StorageRequest.Sizing.PRODUCTION,
                inForce,
                new StorageRequest.DriveOrders(
                        spec.storage().osdsPerDrive(), spec.storage().wipe(), volumes.excluded()));
    }

    private StorageRequest.Host host(MachineGroup group, MachineGroup.Member member) {
        Machine machine = Objects.requireNonNull(machines.get(member.id()), () -> "no machine for " + member.id());
        return new StorageRequest.Host(
                member.id(),
                member.rack(),
                machine.memory(),
                reserved(group, member.id()),
                drives(volumes.of(member.id(), Volume.OSD)),
                drives(volumes.of(member.id(), Volume.DB)),
                // The lab's hosts share the threads and the ports of one machine: to count them would be pointless.
                lab ? Optional.empty() : compute(group, machine));
    }

    private static List<StorageRequest.Drive> drives(List<Disk> disks) {
        return disks.stream()
                .map(disk -> new StorageRequest.Drive(disk.serial(), disk.size(), disk.media()))
                .toList();
    }

    /** What a host of a production cluster keeps for the system and for so many daemons beside its OSDs. */
    static ByteSize reservedInProduction(int daemons) {
        return Reserve.PRODUCTION.system().plus(Reserve.PRODUCTION.perRole().times(daemons));
    }

    /** Threads that the system and a gateway keep busy. */
    static int threadsOfGatewayHost() {
        return SYSTEM_THREADS + RGW_THREADS;
    }

    private ByteSize reserved(MachineGroup group, MachineId host) {
        Reserve reserve = lab ? Reserve.LAB : Reserve.PRODUCTION;
        long daemons = placed(placed.mons(), host)
                + placed(placed.mgrs(), host)
                + placed(placed.rgws(), host)
                + group.roles().stream()
                        .filter(role -> role == Role.SPARK_MASTER || role == Role.SPARK_HISTORY)
                        .count();
        ByteSize fixed = reserve.system().plus(reserve.perRole().times(daemons));
        return group.roles().contains(Role.SPARK_WORKER)
                ? fixed.plus(sparkWorker().memory()).plus(SparkPlanner.RESERVED)
                : fixed;
    }

    private Optional<StorageRequest.Compute> compute(MachineGroup group, Machine machine) {
        long network = machine.nics().stream()
                .map(Nic::speed)
                .mapToLong(BitRate::bitsPerSecond)
                .sum();
        if (network == 0) {
            return Optional.empty();
        }
        MachineId host = machine.id();
        int others = SYSTEM_THREADS
                + MON_THREADS * placed(placed.mons(), host)
                + MGR_THREADS * placed(placed.mgrs(), host)
                + RGW_THREADS * placed(placed.rgws(), host)
                + (group.roles().contains(Role.SPARK_WORKER) ? sparkWorker().cores() : 0);
        return Optional.of(new StorageRequest.Compute(machine.threads(), others, new BitRate(network)));
    }

    /** What a worker beside OSDs is sure to get: as it is asked for, or one executor; what the OSDs leave comes on top. */
    private SparkSpec.Size sparkWorker() {
        return spec.spark().worker().orElse(spec.spark().executor());
    }

    private static int placed(List<MachineId> hosts, MachineId host) {
        return hosts.contains(host) ? 1 : 0;
    }

    /** Of two copies both have to be there, unless the owner accepts the loss of what was written to the only one left. */
    static Protection protection(StorageSpec storage) {
        Protection usual = protection(storage.protection());
        return usual.equals(new Protection.Replicated(2, 1)) && !storage.acceptDataLoss()
                ? new Protection.Replicated(2, 2)
                : usual;
    }

    /** A replicated pool goes on taking writes while more than half of its copies are there, as Ceph's default has it. */
    static Protection protection(io.petaforge.spec.Protection wanted) {
        if (wanted instanceof io.petaforge.spec.Protection.ErasureCode code) {
            return new Protection.Erasure(code.data(), code.parity());
        }
        int copies = wanted.width();
        return new Protection.Replicated(copies, copies - copies / 2);
    }
}
