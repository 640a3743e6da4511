package io.petaforge.plan;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import java.util.List;
import java.util.Map;

/**
 * Spark standalone.
 *
 * @param distribution the content-addressed build that every node runs
 * @param master host of the master
 * @param history host of the history server
 * @param workers one a host, ordered by id
 * @param executor size of one executor of the default job
 * @param settings further {@code spark-defaults.conf} lines, as the user wrote them
 */
public record SparkPlan(
        DistributionRef distribution,
        MachineId master,
        MachineId history,
        List<WorkerPlan> workers,
        Executor executor,
        Map<String, String> settings) {
    /** Where the build comes from: the versions, and for an upstream tarball its place and checksum ("" otherwise). */
    public record DistributionRef(String spark, String scala, String hadoop, String tarball, String sha256) {
        public DistributionRef {
            requireNonNull(spark, "spark");
            requireNonNull(scala, "scala");
            requireNonNull(hadoop, "hadoop");
            requireNonNull(tarball, "tarball");
            requireNonNull(sha256, "sha256");
        }
    }

    /**
     * One worker with its two volumes.
     *
     * @param workspaceSerial drive for the executors' working directories (SPARK_WORKER_DIR)
     * @param cacheSerials drives for shuffle, spill and cached blocks (SPARK_LOCAL_DIRS)
     * @param memory what the worker offers to executors
     * @param spot whether the cloud may take the machine back, at two minutes' notice
     */
    public record WorkerPlan(
            MachineId machine,
            String workspaceSerial,
            List<String> cacheSerials,
            int cores,
            ByteSize memory,
            boolean spot) {
        public WorkerPlan {
            requireNonNull(machine, "machine");
            requireNonNull(workspaceSerial, "workspaceSerial");
            cacheSerials = List.copyOf(cacheSerials);
            requireNonNull(memory, "memory");
        }
    }

    /** Cores and heap of one executor. */
    public record Executor(int cores, ByteSize memory) {
        public Executor {
            requireNonNull(memory, "memory");
        }
    }

    public SparkPlan {
        requireNonNull(distribution, "distribution");
        requireNonNull(master, "master");
        requireNonNull(history, "history");
        requireNonNull(executor, "executor");
        workers = List.copyOf(workers);
        settings = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(settings));
    }

    /** Whether any worker may be taken back. */
    public boolean hasSpot() {
        return workers.stream().anyMatch(WorkerPlan::spot);
    }

    /** Every host that needs the distribution, each once, ordered by id. */
    public List<MachineId> hosts() {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(master, history),
                        workers.stream().map(WorkerPlan::machine))
                .distinct()
                .sorted()
                .toList();
    }
}
