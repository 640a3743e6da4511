package io.petaforge.spark;

import io.petaforge.step.Step;
import java.util.List;

/** The steps that make Spark of a plan. */
public final class SparkSteps {
    /** Name of the step after which the master and all workers run; needs no S3. */
    public static final String CLUSTER = ClusterStep.NAME;

    /** Name of the step after which everything of Spark runs. */
    public static final String READY = HistoryStep.NAME;

    /** Name of the step after which {@link SparkLayout#LAUNCHER} and all it reads are in place. */
    public static final String CONFIG = ConfigStep.NAME;

    /** Name of the step after which every host has the distribution. */
    public static final String DISTRIBUTION = DistributionStep.NAME;

    private SparkSteps() {}

    /** That no application runs: what they share with the daemons is about to change. */
    public static Step idle() {
        return new ApplicationsStep(false);
    }

    /** That no application runs that began with S3 keys from before those which are in the configuration now. */
    public static Step onPresentKeys() {
        return new ApplicationsStep(true);
    }

    /** All steps; their order follows from what each names as its predecessors. */
    public static List<Step> of(SparkInputs inputs) {
        return List.of(
                new HostStep(inputs),
                new SeedStep(inputs),
                new DistributionStep(inputs),
                new VolumeStep(),
                new ConfigStep(inputs),
                new ClusterStep(inputs),
                new HistoryStep(inputs),
                new RollingStep(inputs),
                new DepartStep());
    }
}
