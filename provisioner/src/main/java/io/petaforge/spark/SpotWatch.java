package io.petaforge.spark;

import io.petaforge.api.Secret;
import io.petaforge.step.DesiredFile;
import java.util.Map;

/**
 * What a worker needs on a machine that EC2 may take back: a service that asks for the notice every five seconds, as EC2's
 * documentation recommends, and tells the worker, and settings with which Spark uses the two minutes to move shuffle data
 * and cached blocks to other executors instead of losing them.
 */
final class SpotWatch {
    static final String UNIT = "petaforge-spark-spot-watch.service";
    /** Makes daemons and executors listen to the signal; for both of them. */
    static final String ENABLED = "spark.decommission.enabled";

    private static final String PROGRAM = "/usr/local/lib/petaforge/spot-watch";
    /** EC2's two minutes, without the five seconds in which the notice may not have been seen yet, and as much to be told. */
    private static final String LEFT = "110s";

    private SpotWatch() {}

    /** Adds what every application needs when any worker may be taken back. */
    static void settings(Map<String, String> settings) {
        settings.put(ENABLED, "true");
        settings.put("spark.storage.decommission.enabled", "true");
        settings.put("spark.storage.decommission.shuffleBlocks.enabled", "true");
        settings.put("spark.storage.decommission.rddBlocks.enabled", "true");
        // Tasks that would take longer are begun elsewhere too, where an application has speculation on.
        settings.put("spark.executor.decommission.killInterval", LEFT);
    }

    static DesiredFile program() {
        return new DesiredFile(PROGRAM, new Secret(Scripts.text("spot-watch.py")), "0755", "root:root");
    }

    /** Runs as Spark's user: it needs to reach nothing but the metadata service and that user's worker. */
    static DesiredFile unit() {
        return DesiredFile.plain(
                SparkUnits.DIRECTORY + UNIT,
                """
                [Unit]
                Description=Takes the Spark worker out of service before EC2 takes the machine back
                After=network.target
                StartLimitIntervalSec=0

                [Service]
                User=%s
                Group=%s
                ExecStart=%s %s
                Restart=always
                RestartSec=5

                [Install]
                WantedBy=multi-user.target
                """
                        .formatted(SparkLayout.USER, SparkLayout.USER, PROGRAM, SparkUnits.WORKER));
    }
}
