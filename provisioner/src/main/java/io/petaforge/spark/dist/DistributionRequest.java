package io.petaforge.spark.dist;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What distribution is wanted.
 *
 * @param versions the releases
 * @param tarball the upstream tarball to take Spark from; without one everything comes from Maven repositories
 * @param lock a lock file that the result must equal
 */
public record DistributionRequest(SparkVersions versions, Optional<Tarball> tarball, Optional<Path> lock) {
    /**
     * An upstream tarball, such as {@code spark-4.1.2-bin-hadoop3.tgz}.
     *
     * @param location an http(s) address or a path on this machine
     * @param sha256 of the file, lower-case hexadecimal
     */
    public record Tarball(String location, String sha256) {
        public Tarball {
            requireNonNull(location, "location");
            requireNonNull(sha256, "sha256");
        }
    }

    public DistributionRequest {
        requireNonNull(versions, "versions");
        requireNonNull(tarball, "tarball");
        requireNonNull(lock, "lock");
    }

    /** These releases from Maven repositories. */
    public static DistributionRequest of(SparkVersions versions) {
        return new DistributionRequest(versions, Optional.empty(), Optional.empty());
    }

    /** The name under which the cache remembers what the request led to. */
    String key() {
        return versions.key() + tarball.map(t -> "-" + t.sha256()).orElse("");
    }
}
