package io.petaforge.tests;

import io.petaforge.api.MachineId;
import io.petaforge.workload.ShuffledSum;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A {@link ShuffledSum} that runs on a lab's Spark, whose driver is on one of its hosts. */
final class SparkJob {
    private static final String DIRECTORY = "/srv/petaforge/spark/test";

    /** Runs a command on a host, and returns what it says. */
    interface Shell {
        String run(MachineId host, String command);
    }

    private final Shell shell;
    private final MachineId driver;

    SparkJob(Shell shell, MachineId driver) {
        this.shell = shell;
        this.driver = driver;
    }

    /** Starts it; a task that fails once fails the job. Returns when its shuffle's data are written. */
    void start(String arguments) throws IOException {
        run("mkdir -p " + DIRECTORY);
        put(driver, DIRECTORY + "/job.jar", jar());
        run("systemd-run --quiet --unit=job --property=StandardOutput=file:/run/job.out"
                + " /usr/local/bin/petaforge-spark -Xmx512m org.apache.spark.deploy.SparkSubmit"
                + " --conf spark.task.maxFailures=1 --conf spark.ui.enabled=false"
                // Whether all blocks are moved is looked at every 30 s otherwise: a spot machine has two minutes.
                + " --conf spark.storage.decommission.replicationReattemptInterval=3s --class "
                + ShuffledSum.class.getName() + " " + DIRECTORY + "/job.jar " + arguments);
        await("SHUFFLED", 60);
    }

    /** Waits for its end, and returns what it says then. */
    String result(int seconds) {
        await("RESULT", seconds);
        return run("sed -n 's/^RESULT //p' /run/job.out").strip();
    }

    private void await(String word, int seconds) {
        run("for i in $(seq " + seconds * 5 + "); do grep -q ^" + word + " /run/job.out && exit 0;"
                + " systemctl -q is-active job || { grep -q ^" + word + " /run/job.out && exit 0;"
                + " cat /run/job.out; journalctl -o cat -n 40 -u job; exit 1; }; sleep 0.2; done;"
                + " cat /run/job.out; journalctl -o cat -n 40 -u job; exit 1");
    }

    private String run(String command) {
        return shell.run(driver, command);
    }

    /** Writes a file that everybody may read. */
    void put(MachineId host, String path, byte[] content) {
        shell.run(
                host,
                "echo " + Base64.getEncoder().encodeToString(content) + " | base64 -d >" + path + " && chmod 644 "
                        + path);
    }

    /** The job, for 'spark-submit'. */
    static byte[] jar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            for (String name : List.of("ShuffledSum", "ShuffledSum$Losses")) {
                String path = "io/petaforge/workload/" + name + ".class";
                jar.putNextEntry(new JarEntry(path));
                jar.write(resource("/" + path));
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    static byte[] resource(String path) throws IOException {
        try (InputStream in = SparkJob.class.getResourceAsStream(path)) {
            return Objects.requireNonNull(in, path).readAllBytes();
        }
    }
}
