package io.petaforge.tests;

import io.petaforge.api.MachineId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A Spark job that runs while EC2's metadata service tells one of its hosts that the machine is taken back. */
final class InterruptedSpark {
    private static final String NOTICE = "/run/spot-notice";
    private static final String REQUESTS = "/run/metadata-requests";
    /** A second and a half each: on seven slots there are tasks enough to come when three are left. Leaving takes a while. */
    private static final String ARGUMENTS = "48 1500 7 60";

    private final LabSite site;
    private final MachineId spot;
    private final SparkJob job;

    InterruptedSpark(LabSite site, MachineId driver, MachineId spot) {
        this.site = site;
        this.spot = spot;
        this.job = new SparkJob(site::run, driver);
    }

    /** Puts the service on the spot host's loopback, and waits until it was asked. */
    void startMetadata() throws IOException {
        job.put(spot, "/run/metadata.py", SparkJob.resource("/cloud/metadata.py"));
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
        job.start(ARGUMENTS);
        job.put(
                spot,
                NOTICE,
                ("{\"action\":\"terminate\",\"time\":\""
                                + Instant.now().plusSeconds(120).truncatedTo(ChronoUnit.SECONDS) + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
        return job.result(110);
    }

    /** Starts the worker anew, and waits until the watch has taken out that one too. */
    void restartWorker(String watch, String taken) {
        site.run(
                spot,
                "before=$(journalctl -o cat -u " + watch + " | grep -c '" + taken
                        + "'); systemctl restart petaforge-spark-worker.service; for i in $(seq 300); do"
                        + " [ \"$(journalctl -o cat -u " + watch + " | grep -c '" + taken
                        + "')\" -gt \"$before\" ] && exit 0; sleep 0.2; done; exit 1");
    }
}
