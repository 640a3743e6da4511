package io.petaforge.verify;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Problem;
import io.petaforge.workload.result.Latency;
import io.petaforge.workload.result.ProbeResult.Check;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the verification found. Parts that were not reached are empty, and the problems say why.
 *
 * @param cluster the cluster's name
 * @param endpoint the S3 address that was measured
 * @param layout how the data was cut into objects
 * @param space free space of the store, as far as it was read
 * @param s3a S3A's behaviour and the settings that follow from it
 * @param raw the raw S3 client, from all worker hosts at the same time
 * @param spark the Spark job over S3A
 * @param ratio Spark over S3A as a share of the raw client
 * @param predicted what the planner foresaw for the raw client and for Spark
 * @param phases what was done, in order, and how long it took
 * @param problems what failed or missed its threshold; empty when the cluster delivers
 */
public record VerifyReport(
        String cluster,
        String endpoint,
        Layout layout,
        Space space,
        Optional<S3a> s3a,
        Optional<Measurement> raw,
        Optional<SparkJob> spark,
        Optional<Ratio> ratio,
        Optional<Predicted> predicted,
        List<Phase> phases,
        List<Problem> problems) {

    /**
     * Free bytes of the pool that holds the objects, after its protection.
     *
     * @param before before anything was written
     * @param used when all data was there
     * @param after after the data was deleted and the gateways' garbage was collected
     */
    public record Space(Optional<Long> before, Optional<Long> used, Optional<Long> after) {
        public Space {
            requireNonNull(before, "before");
            requireNonNull(used, "used");
            requireNonNull(after, "after");
        }
    }

    /**
     * What the probe decided.
     *
     * @param checks every check of the probe
     * @param settings the S3A settings that follow from them, sorted by name
     * @param differences where the cluster's configuration says something else, a sentence each
     */
    public record S3a(String hadoop, List<Check> checks, Map<String, String> settings, List<String> differences) {
        public S3a {
            requireNonNull(hadoop, "hadoop");
            checks = List.copyOf(checks);
            settings = Collections.unmodifiableMap(new TreeMap<>(settings));
            differences = List.copyOf(differences);
        }
    }

    /**
     * Throughput of one client.
     *
     * @param client what it is, with its version
     * @param shares what each executor or host contributed, by name
     */
    public record Measurement(String client, Direction write, Direction read, List<Share> shares) {
        public Measurement {
            requireNonNull(client, "client");
            requireNonNull(write, "write");
            requireNonNull(read, "read");
            shares = List.copyOf(shares);
        }
    }

    /**
     * One direction, all hosts together.
     *
     * @param seconds wall time
     * @param latency of one object, in milliseconds
     */
    public record Direction(long bytes, double seconds, double bytesPerSecond, Latency latency) {
        public Direction {
            requireNonNull(latency, "latency");
        }
    }

    /**
     * What one executor or host moved.
     *
     * @param name executor id, or the host's name for the raw client
     */
    public record Share(
            String name,
            String host,
            double writeBytesPerSecond,
            double readBytesPerSecond,
            Latency write,
            Latency read) {
        public Share {
            requireNonNull(name, "name");
            requireNonNull(host, "host");
            requireNonNull(write, "write");
            requireNonNull(read, "read");
        }
    }

    /**
     * The Spark job.
     *
     * @param hosts workers whose executors took part
     * @param committer the committer that S3A recorded
     * @param rows rows written, and read back when there are no problems
     * @param checksum of all rows, in hexadecimal
     * @param startupSeconds until all executors were there; in no throughput
     * @param commitSeconds the job commit, part of the write's time
     */
    public record SparkJob(
            Measurement measurement,
            Versions versions,
            List<String> hosts,
            String committer,
            int objects,
            long rows,
            String checksum,
            double startupSeconds,
            double warmupSeconds,
            double commitSeconds) {
        public SparkJob {
            requireNonNull(measurement, "measurement");
            requireNonNull(versions, "versions");
            hosts = List.copyOf(hosts);
            requireNonNull(committer, "committer");
            requireNonNull(checksum, "checksum");
        }
    }

    /** What the job ran on. */
    public record Versions(String spark, String scala, String hadoop, String java) {
        public Versions {
            requireNonNull(spark, "spark");
            requireNonNull(scala, "scala");
            requireNonNull(hadoop, "hadoop");
            requireNonNull(java, "java");
        }
    }

    /** S3A divided by raw; 1 is as fast as the raw client. */
    public record Ratio(double write, double read) {}

    /** The prediction for what was measured. */
    public record Predicted(Expectation rawWrite, Expectation rawRead, Expectation s3aWrite, Expectation s3aRead) {
        public Predicted {
            requireNonNull(rawWrite, "rawWrite");
            requireNonNull(rawRead, "rawRead");
            requireNonNull(s3aWrite, "s3aWrite");
            requireNonNull(s3aRead, "s3aRead");
        }
    }

    /**
     * One figure of it.
     *
     * @param limiter what was expected to set the limit
     */
    public record Expectation(double bytesPerSecond, String limiter) {
        public Expectation {
            requireNonNull(limiter, "limiter");
        }
    }

    /** One part of the verification. */
    public record Phase(String name, double seconds) {
        public Phase {
            requireNonNull(name, "name");
        }
    }

    public VerifyReport {
        requireNonNull(cluster, "cluster");
        requireNonNull(endpoint, "endpoint");
        requireNonNull(layout, "layout");
        requireNonNull(space, "space");
        requireNonNull(s3a, "s3a");
        requireNonNull(raw, "raw");
        requireNonNull(spark, "spark");
        requireNonNull(ratio, "ratio");
        requireNonNull(predicted, "predicted");
        phases = List.copyOf(phases);
        problems = List.copyOf(problems);
    }

    /** Whether the cluster delivers what its plan asks for. */
    public boolean passed() {
        return problems.isEmpty();
    }
}
