package io.petaforge.spark;

import io.petaforge.api.ByteSize;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The lines of spark-defaults.conf: what every application of the cluster starts from. Holds no secret. */
final class SparkDefaults {
    private static final String HADOOP = "spark.hadoop.";

    /**
     * Without a filesystem that all executors share, the staging committers lose the data without an exception: the job
     * ends well and only {@code _SUCCESS} is there.
     */
    private static final Set<String> REFUSED_COMMITTERS = Set.of("directory", "partitioned");

    private SparkDefaults() {}

    /**
     * The settings, sorted by name: the defaults, over them what the probe decided, over that what the user wrote.
     *
     * @throws PetaforgeException PF-SPK-050 when the user's settings would lose data or break authentication
     */
    static Map<String, String> of(ClusterPlan plan, String eventLog, Map<String, String> decided) {
        Map<String, String> settings = new TreeMap<>();
        core(plan, eventLog, settings);
        s3a(plan, settings);
        if (plan.spark().hasSpot()) {
            SpotWatch.settings(settings);
        }
        decided.forEach((name, value) -> settings.put(name.startsWith("fs.") ? HADOOP + name : name, value));
        settings.putAll(plan.spark().settings());
        List<Problem> problems = new ArrayList<>();
        if (REFUSED_COMMITTERS.contains(settings.getOrDefault(HADOOP + "fs.s3a.committer.name", ""))) {
            problems.add(Problem.at(
                    "PF-SPK-050",
                    "spark.settings",
                    "the " + settings.get(HADOOP + "fs.s3a.committer.name")
                            + " committer loses data where executors share no filesystem",
                    "remove the setting: the magic committer needs none"));
        }
        if (!settings.getOrDefault("spark.authenticate", "").equals("true")
                || plan.spark().settings().containsKey("spark.authenticate.secret")) {
            problems.add(Problem.at(
                    "PF-SPK-051",
                    "spark.settings",
                    "authentication is always on, with a secret that petaforge makes",
                    "remove spark.authenticate and spark.authenticate.secret"));
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        return settings;
    }

    /** The text of a properties file. */
    static String render(Map<String, String> settings) {
        StringBuilder text = new StringBuilder("# Written by petaforge; change the inventory instead.\n");
        settings.forEach((name, value) -> text.append(name)
                .append(' ')
                .append(value.replace("\\", "\\\\").replace("\n", "\\n"))
                .append('\n'));
        return text.toString();
    }

    private static void core(ClusterPlan plan, String eventLog, Map<String, String> settings) {
        settings.put("spark.master", SparkLayout.masterUrl(plan));
        settings.put("spark.authenticate", "true");
        settings.put(
                "spark.executor.cores", Integer.toString(plan.spark().executor().cores()));
        settings.put("spark.executor.memory", mebibytes(plan.spark().executor().memory()));
        settings.put("spark.executor.extraJavaOptions", String.join(" ", SparkJava.TRUST));
        settings.put("spark.driver.extraJavaOptions", String.join(" ", SparkJava.TRUST));
        settings.put("spark.eventLog.enabled", "true");
        // Spark takes one slash off the end, and Hadoop 3.3 finds no path in a bucket's name alone.
        boolean twoSlashes = plan.spark().distribution().hadoop().startsWith("3.3.");
        settings.put("spark.eventLog.dir", twoSlashes ? eventLog + "/" : eventLog);
        settings.put("spark.eventLog.compress", "true");
        settings.put("spark.history.fs.logDirectory", eventLog);
        settings.put("spark.history.ui.port", Integer.toString(SparkLayout.HISTORY_PORT));
        settings.put("spark.ui.showConsoleProgress", "false");
        // A worker that leaves lets its tasks end and hands its blocks over.
        settings.put(SpotWatch.ENABLED, "true");
        settings.put("spark.storage.decommission.enabled", "true");
        // A driver with a wrong secret would otherwise wait for ever.
        settings.put("spark.network.timeout", "60s");
        settings.put("spark.executor.heartbeatInterval", "5s");
    }

    private static void s3a(ClusterPlan plan, Map<String, String> settings) {
        settings.put(HADOOP + "fs.s3a.endpoint", plan.ceph().s3().url());
        settings.put(HADOOP + "fs.s3a.endpoint.region", "us-east-1");
        settings.put(HADOOP + "fs.s3a.path.style.access", "true");
        settings.put(HADOOP + "fs.s3a.connection.ssl.enabled", "true");
        settings.put(
                HADOOP + "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
        // The one large lever for sequential reads where the default is the analytics stream (Hadoop 3.5): 320 against
        // 574 MB/s.
        settings.put(HADOOP + "fs.s3a.input.stream.type", "classic");
        // A full OSD makes a PUT hang without an error: give up after minutes, not after hours. Less than 15 s to
        // connect is raised to that by S3A, with a warning.
        // In ms without a unit: Hadoop 3.3, which belongs to Spark 3.5, reads nothing else.
        settings.put(HADOOP + "fs.s3a.connection.establish.timeout", "15000");
        settings.put(HADOOP + "fs.s3a.connection.timeout", "60000");
        settings.put(HADOOP + "fs.s3a.attempts.maximum", "5");
        settings.put(HADOOP + "fs.s3a.committer.name", "magic");
        settings.put(
                HADOOP + "mapreduce.outputcommitter.factory.scheme.s3a",
                "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
        settings.put(
                "spark.sql.sources.commitProtocolClass", "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol");
        settings.put(
                "spark.sql.parquet.output.committer.class",
                "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter");
    }

    static String mebibytes(ByteSize size) {
        return size.mebibytes() + "m";
    }
}
