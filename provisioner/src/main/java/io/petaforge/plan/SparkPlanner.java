package io.petaforge.plan;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup;
import io.petaforge.spec.Role;
import io.petaforge.spec.SparkSpec;
import io.petaforge.spec.Volume;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.StoragePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sizes Spark's workers and gives them their two volumes. */
final class SparkPlanner {
    /**
     * What a worker host keeps for the operating system and Spark's own daemons: master, worker and history server took
     * 260 to 285 MB of resident memory each where it was measured.
     */
    static final ByteSize RESERVED = ByteSize.ofGiB(1);

    private SparkPlanner() {}

    static SparkPlan plan(
            ClusterSpec spec, Map<MachineId, Machine> machines, VolumeAssignment volumes, StoragePlan storage) {
        SparkSpec spark = spec.spark();
        List<SparkPlan.WorkerPlan> workers = new ArrayList<>();
        for (MachineGroup group : spec.groups(Role.SPARK_WORKER)) {
            for (MachineGroup.Member member : group.members()) {
                Machine machine = machines.get(member.id());
                if (machine == null) {
                    throw new IllegalArgumentException("no machine for " + member.id());
                }
                workers.add(new SparkPlan.WorkerPlan(
                        member.id(),
                        volumes.of(member.id(), Volume.WORKSPACE).get(0).serial(),
                        volumes.of(member.id(), Volume.CACHE).stream()
                                .map(Disk::serial)
                                .toList(),
                        spark.worker().map(SparkSpec.Size::cores).orElseGet(() -> cores(spark, machine, storage)),
                        spark.worker().map(SparkSpec.Size::memory).orElseGet(() -> memory(spark, machine, storage)),
                        spec.substrate().spot(group.name())));
            }
        }
        return new SparkPlan(
                distribution(spark),
                spec.members(Role.SPARK_MASTER).get(0).id(),
                spec.members(Role.SPARK_HISTORY).get(0).id(),
                workers,
                new SparkPlan.Executor(
                        spark.executor().cores(), spark.executor().memory()),
                spark.settings());
    }

    /** What is left beside the host's OSDs and their fifth of slack, one executor at least. */
    private static ByteSize memory(SparkSpec spark, Machine machine, StoragePlan storage) {
        List<OsdPlan> osds = storage.osdsOf(machine.id());
        long taken = RESERVED.bytes()
                + osds.stream()
                        .mapToLong(osd -> osd.memoryTarget().bytes() / 4 * 5)
                        .sum();
        ByteSize least = osds.isEmpty() ? RESERVED : spark.executor().memory();
        return new ByteSize(Math.max(least.bytes(), machine.memory().bytes() - taken));
    }

    /** All threads; beside OSDs those that these leave, enough for an executor at least. */
    private static int cores(SparkSpec spark, Machine machine, StoragePlan storage) {
        List<OsdPlan> osds = storage.osdsOf(machine.id());
        int taken = osds.stream().mapToInt(OsdPlan::threads).sum();
        int least = osds.isEmpty() ? 1 : spark.executor().cores();
        return Math.max(least, machine.threads() - taken);
    }

    private static SparkPlan.DistributionRef distribution(SparkSpec spark) {
        String location = "";
        String sha256 = "";
        if (spark.source() instanceof SparkSpec.Source.Tarball tarball) {
            location = tarball.location();
            sha256 = tarball.sha256();
        }
        return new SparkPlan.DistributionRef(spark.version(), spark.scala(), spark.hadoop(), location, sha256);
    }
}
