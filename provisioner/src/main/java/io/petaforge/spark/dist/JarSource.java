package io.petaforge.spark.dist;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.PetaforgeException;
import java.nio.file.Path;
import java.util.List;

/** Where jars come from; the seam at which tests put a directory of their own. */
public interface JarSource {
    /** How much of a distribution is asked for. */
    enum Scope {
        /** Spark itself and all that S3A needs. */
        WHOLE,
        /** Only what an upstream tarball lacks: Spark's hadoop-cloud module, hadoop-aws and the AWS SDK. */
        S3A
    }

    /** One jar in a local file. */
    record Jar(Coordinates coordinates, Path file) {
        public Jar {
            requireNonNull(coordinates, "coordinates");
            requireNonNull(file, "file");
        }
    }

    /**
     * What a resolution found.
     *
     * @param jars every jar, with all that it needs
     * @param declaredSdk the AWS SDK release that this Hadoop's project POM declares
     */
    record Resolved(List<Jar> jars, String declaredSdk) {
        public Resolved {
            jars = List.copyOf(jars);
            requireNonNull(declaredSdk, "declaredSdk");
        }
    }

    /**
     * Finds the jars of a set of releases and everything they need.
     *
     * @throws PetaforgeException PF-SPK-020 for each jar that does not exist, PF-SPK-021 when a repository could not be
     *     reached
     */
    Resolved resolve(SparkVersions versions, Scope scope);

    /**
     * Fetches exactly these jars, in any order.
     *
     * @throws PetaforgeException as {@link #resolve}
     */
    List<Jar> fetch(SparkVersions versions, List<Coordinates> coordinates);
}
