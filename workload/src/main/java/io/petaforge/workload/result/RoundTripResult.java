package io.petaforge.workload.result;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the Spark job wrote, read back and found.
 *
 * @param versions what it ran on
 * @param settings the S3A settings it ran with, as far as {@link S3aKeys} names them
 * @param committer the committer that S3A itself recorded in {@code _SUCCESS}
 * @param rows rows written
 * @param rowsRead rows read back
 * @param objects objects committed
 * @param checksum of all rows as written, in hexadecimal; the problems say when the one read differs
 * @param startupSeconds from the JVM's start until every expected executor had registered
 * @param warmupSeconds what the executors took for their first connection; in no throughput
 * @param commitSeconds the job commit, part of the write's seconds
 * @param write all executors together, job commit included
 * @param read all executors together
 * @param executors every executor that took part, by id
 * @param problems what went wrong, a sentence each; empty when every row came back as it was written
 */
public record RoundTripResult(
        Versions versions,
        Map<String, String> settings,
        String committer,
        long rows,
        long rowsRead,
        int objects,
        String checksum,
        double startupSeconds,
        double warmupSeconds,
        double commitSeconds,
        Transfer write,
        Transfer read,
        List<ExecutorResult> executors,
        List<String> problems) {
    /** What the job ran on. */
    public record Versions(String spark, String scala, String hadoop, String java) {
        public Versions {
            requireNonNull(spark, "spark");
            requireNonNull(scala, "scala");
            requireNonNull(hadoop, "hadoop");
            requireNonNull(java, "java");
        }
    }

    /** The share of one executor; its seconds are by its own clock. */
    public record ExecutorResult(String id, String host, Transfer write, Transfer read) {
        public ExecutorResult {
            requireNonNull(id, "id");
            requireNonNull(host, "host");
            requireNonNull(write, "write");
            requireNonNull(read, "read");
        }
    }

    public RoundTripResult {
        requireNonNull(versions, "versions");
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        requireNonNull(committer, "committer");
        requireNonNull(checksum, "checksum");
        requireNonNull(write, "write");
        requireNonNull(read, "read");
        executors = List.copyOf(executors);
        problems = List.copyOf(problems);
    }

    /** The hosts whose executors took part, each once, in order. */
    public List<String> hosts() {
        TreeSet<String> hosts = new TreeSet<>();
        executors.forEach(executor -> hosts.add(executor.host()));
        return List.copyOf(hosts);
    }
}
