package io.petaforge.verify;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.plan.CephPlan.S3Plan;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines of the programs. They are started by the hosts' own {@code petaforge-spark}, which brings the Java
 * options, the trust store and, as the user of Spark, the configuration with the S3 keys: no secret passes through here.
 */
final class WorkloadCommands {
    /** Where the programs' jar lies on the worker hosts. */
    static final String JAR = "/var/lib/petaforge/verify/workload.jar";

    /** For what only asks and conducts, and ends within seconds: the second compiler would cost more than it gains. */
    private static final String SHORT = "-XX:TieredStopAtLevel=1";

    private static final String LAUNCHER = "/usr/local/bin/petaforge-spark";
    /** The gateway has one region and does not look at the name, but the SDK must have one to sign with. */
    private static final String REGION = "us-east-1";

    private final ClusterPlan plan;
    private final Layout layout;
    private final String run;

    /**
     * The commands of one run.
     *
     * @param run names the run's objects, so that what a killed run left cannot mislead the next
     */
    WorkloadCommands(ClusterPlan plan, Layout layout, String run) {
        this.plan = requireNonNull(plan, "plan");
        this.layout = requireNonNull(layout, "layout");
        this.run = requireNonNull(run, "run");
    }

    /** A bucket of its own: it can be removed as a whole, whatever a failed run has left in it. */
    static String bucket(S3Plan s3) {
        return s3.bucket() + "-verify";
    }

    Command probe(Duration limit) {
        List<String> argv = program("-Xmx256m", SHORT, "io.petaforge.workload.S3aProbe");
        argv.addAll(endpoint());
        argv.addAll(List.of("--timeout", seconds(limit)));
        return Command.of(argv);
    }

    Command baseline(MachineId host, Duration limit) {
        // A thread has one row and the SDK's and TLS's buffers.
        List<String> argv = program(
                "-Xmx" + (192 + 16 * layout.slots()) + "m", "-Xshare:auto", "io.petaforge.workload.RawS3Baseline");
        argv.addAll(endpoint());
        argv.addAll(List.of(
                "--host", host.value(),
                "--peers", String.valueOf(layout.hosts()),
                "--threads", String.valueOf(layout.slots()),
                "--objects-per-thread", String.valueOf(layout.objectsPerSlot()),
                "--object-size", String.valueOf(layout.objectSize()),
                "--row-size", String.valueOf(Layout.ROW),
                "--timeout", seconds(limit)));
        return Command.of(argv);
    }

    /**
     * The Spark job.
     *
     * @param executors executors of all workers
     */
    Command sparkJob(int executors, Duration limit) {
        int slots = layout.hosts() * layout.slots();
        List<String> argv = new ArrayList<>(List.of(LAUNCHER, "-Xmx512m", "-XX:+UseSerialGC", SHORT));
        argv.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--class", "io.petaforge.workload.SparkRoundTrip"));
        argv.addAll(List.of("--name", "petaforge-verify"));
        argv.addAll(conf("spark.cores.max", slots));
        argv.addAll(conf("spark.executor.cores", slots / executors));
        // Nobody looks at this job while it runs; the history server has it afterwards.
        argv.addAll(conf("spark.ui.enabled", false));
        argv.addAll(List.of(JAR, "--path", "s3a://" + bucket(plan.ceph().s3()) + "/" + run + "/spark"));
        argv.addAll(List.of(
                "--executors", String.valueOf(executors),
                "--slots", String.valueOf(slots),
                "--objects", String.valueOf(layout.objects()),
                "--object-size", String.valueOf(layout.objectSize()),
                "--row-size", String.valueOf(Layout.ROW),
                "--timeout", seconds(limit)));
        return Command.of(argv);
    }

    private static List<String> program(String heap, String compiler, String name) {
        return new ArrayList<>(List.of(LAUNCHER, "-cp+", JAR, heap, "-XX:+UseSerialGC", compiler, name));
    }

    private List<String> endpoint() {
        S3Plan s3 = plan.ceph().s3();
        return List.of("--endpoint", s3.url(), "--region", REGION, "--bucket", bucket(s3), "--prefix", run);
    }

    private static List<String> conf(String name, Object value) {
        return List.of("--conf", name + "=" + value);
    }

    private static String seconds(Duration limit) {
        return String.valueOf(limit.toSeconds());
    }
}
