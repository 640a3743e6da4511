package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan;
import io.petaforge.spark.dist.DistributionRequest;
import io.petaforge.spark.dist.SparkDistributions;
import io.petaforge.spark.dist.SparkResource;
import io.petaforge.spark.dist.SparkVersions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is carried to the cluster as a whole.
 *
 * @param spark the Spark distribution
 * @param workload the jar whose programs prove the cluster
 */
record Resources(SparkResource spark, Path workload) {
    /**
     * Provides everything the plan needs, from the cache where it can.
     *
     * @throws PetaforgeException when something cannot be had
     */
    static Resources resolve(ClusterPlan plan, Progress progress) {
        SparkPlan.DistributionRef wanted = plan.spark().distribution();
        Path cache = SparkDistributions.cacheDirectory(
                System.getenv(), System.getProperty("user.name", ""), Path.of(System.getProperty("user.home", "/")));
        SparkResource spark = SparkDistributions.ofUser(cache)
                .provide(
                        new DistributionRequest(
                                new SparkVersions(wanted.spark(), wanted.scala(), wanted.hadoop()),
                                wanted.tarball().isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(
                                                new DistributionRequest.Tarball(wanted.tarball(), wanted.sha256())),
                                Optional.empty()),
                        progress);
        return new Resources(spark, workloadJar());
    }

    /** The jar is on this program's own class path: its readers of results share the types with its programs. */
    private static Path workloadJar() {
        Path jar = Path.of(io.petaforge.workload.result.ResultLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        if (!Files.isRegularFile(jar)) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-CLI-030",
                            "the programs that prove the cluster are not a jar: " + jar,
                            "start petaforge through bin/petaforge, which packages it"));
        }
        return jar;
    }
}
