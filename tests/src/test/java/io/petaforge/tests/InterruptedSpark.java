package io.petaforge.tests;

import io.petaforge.api.MachineId;
import io.petaforge.workload.ShuffledSum;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A Spark job that runs while EC2's metadata service tells one of its hosts that the machine is taken back. */
final class InterruptedSpark {
    private static final String DIRECTORY = "/srv/petaforge/spark/test";
    private static final String NOTICE = "/run/spot-notice";
    private static final String REQUESTS = "/run/metadata-requests";
    /** A second and a half each: on seven slots there are tasks enough to come when three are left. */
    private static final String ARGUMENTS = "48 1500 7";

    private final LabSite site;
    private final MachineId driver;
    private final MachineId spot;

    InterruptedSpark(LabSite site, MachineId driver, MachineId spot) {
        this.site = site;
        this.driver = driver;
        this.spot = spot;
    }

    /** Puts the service on the spot host's loopback, and waits until it was asked. */
    void startMetadata() throws IOException {
        put(spot, "/run/metadata.py", resource("/cloud/metadata.py"));
        site.run(
                spot,
                "ip address add 169.254.169.254/32 dev lo && systemd-run --quiet --unit=metadata python3"
                        + " /run/metadata.py " + NOTICE + " " + REQUESTS
                        + " && for i in $(seq 100); do grep -q GET " + REQUESTS + " && exit 0; sleep 0.2; done"
                        + " 2>/dev/null; exit 1");
    }

    List<String> metadataRequests() {
        return site.run(spot, "cat " + REQUESTS).lines().toList();
    }

    /** Starts the job, has the notice appear once its shuffle is written, and returns what the job says at its end. */
    String runWithNotice() throws IOException {
        site.run(driver, "mkdir -p " + DIRECTORY);
        put(driver, DIRECTORY + "/job.jar", jar());
        site.run(
                driver,
                "systemd-run --quiet --unit=job --property=StandardOutput=file:/run/job.out"
                        + " /usr/local/bin/petaforge-spark -Xmx512m org.apache.spark.deploy.SparkSubmit"
                        // A task that fails once fails the job.
                        + " --conf spark.task.maxFailures=1 --conf spark.ui.enabled=false --class "
                        + ShuffledSum.class.getName() + " " + DIRECTORY + "/job.jar " + ARGUMENTS);
        await("SHUFFLED", 60);
        put(
                spot,
                NOTICE,
                ("{\"action\":\"terminate\",\"time\":\""
                                + Instant.now().plusSeconds(120).truncatedTo(ChronoUnit.SECONDS) + "\"}")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        await("RESULT", 90);
        return site.run(driver, "sed -n 's/^RESULT //p' /run/job.out").strip();
    }

    private void await(String word, int seconds) {
        site.run(
                driver,
                "for i in $(seq " + seconds * 5 + "); do grep -q ^" + word + " /run/job.out && exit 0;"
                        + " systemctl -q is-active job || { grep -q ^" + word + " /run/job.out && exit 0;"
                        + " cat /run/job.out; journalctl -o cat -n 40 -u job; exit 1; }; sleep 0.2; done;"
                        + " cat /run/job.out; journalctl -o cat -n 40 -u job; exit 1");
    }

    private void put(MachineId host, String path, byte[] content) {
        site.run(
                host,
                "echo " + Base64.getEncoder().encodeToString(content) + " | base64 -d >" + path + " && chmod 644 "
                        + path);
    }

    private static byte[] jar() throws IOException {
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

    private static byte[] resource(String path) throws IOException {
        try (InputStream in = InterruptedSpark.class.getResourceAsStream(path)) {
            return Objects.requireNonNull(in, path).readAllBytes();
        }
    }
}
