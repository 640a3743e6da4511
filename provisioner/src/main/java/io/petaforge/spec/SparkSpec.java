package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Spark standalone.
 *
 * @param version such as {@code 4.1.2}
 * @param scala binary version, such as {@code 2.13}
 * @param hadoop Hadoop client and S3A, such as {@code 3.4.2}
 * @param source where the distribution comes from
 * @param executor size of one executor
 * @param worker what each worker offers to executors; empty means all that the machine has to spare
 * @param settings further lines of spark-defaults.conf, sorted by name
 */
public record SparkSpec(
        String version,
        String scala,
        String hadoop,
        Source source,
        Size executor,
        Optional<Size> worker,
        Map<String, String> settings) {
    /** Where the distribution comes from. */
    public sealed interface Source {
        /** Put together from the artifacts of Maven Central. */
        record MavenCentral() implements Source {}

        /**
         * An upstream tarball.
         *
         * @param location an http(s) address, or an absolute path on the machine that runs petaforge
         * @param sha256 its checksum, 64 lower-case hexadecimal digits
         */
        record Tarball(String location, String sha256) implements Source {
            public Tarball {
                requireNonNull(location, "location");
                requireNonNull(sha256, "sha256");
            }
        }
    }

    /** Cores, and heap (executor) or memory to hand out (worker). */
    public record Size(int cores, ByteSize memory) {
        public Size {
            requireNonNull(memory, "memory");
        }
    }

    public SparkSpec {
        requireNonNull(version, "version");
        requireNonNull(scala, "scala");
        requireNonNull(hadoop, "hadoop");
        requireNonNull(source, "source");
        requireNonNull(executor, "executor");
        requireNonNull(worker, "worker");
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }
}
