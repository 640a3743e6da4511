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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sizes Spark's workers and gives them their two volumes. */
final class SparkPlanner {
    /**
     * What a worker host keeps for the operating system and Spark's own daemons: master, worker and history server took
     * 260 to 285 MB of resident memory each where it was measured.
     */
    private static final ByteSize RESERVED = ByteSize.ofGiB(1);

    private SparkPlanner() {}

    static SparkPlan plan(ClusterSpec spec, Map<MachineId, Machine> machines, VolumeAssignment volumes) {
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
                        spark.worker().map(SparkSpec.Size::cores).orElse(machine.threads()),
                        spark.worker().map(SparkSpec.Size::memory).orElseGet(() -> offered(machine.memory()))));
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

    private static ByteSize offered(ByteSize memory) {
        return new ByteSize(Math.max(RESERVED.bytes(), memory.bytes() - RESERVED.bytes()));
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
