package io.petaforge.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.lab.LabSubstrate;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Reply;
import io.petaforge.remote.SshFleet;
import io.petaforge.remote.SshSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Checksummed reads and writes of S3 on a host of a lab, while something is done to the cluster. Runs on by itself until it
 * is stopped; then everything that was acknowledged is read back and compared.
 */
final class S3Load {
    /** What came of it; times in seconds. */
    record Result(
            double seconds,
            int acknowledged,
            int puts,
            int gets,
            int tries,
            double longestStall,
            List<String> lost,
            List<String> givenUp) {
        /** On one line, for a table of figures. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.0f s, %d PUT, %d GET, %d tried again, longest stall %.2f s, %d objects acknowledged, %d lost, %d requests given up",
                    seconds,
                    puts,
                    gets,
                    tries,
                    longestStall,
                    acknowledged,
                    lost.size(),
                    givenUp.size());
        }
    }

    /** How hard the clients work. */
    enum Rate {
        /** For minutes: some MB/s. */
        BUSY(0.05, List.of(1 << 12, 1 << 16, 1 << 18)),
        /** For hours: drives of a lab must not fill. */
        STEADY(0.3, List.of(1 << 12, 1 << 15));

        private final double pause;
        private final List<Integer> sizes;

        Rate(double pause, List<Integer> sizes) {
            this.pause = pause;
            this.sizes = sizes;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIRECTORY = "/var/lib/s3-load";
    private static final Duration SHORT = Duration.ofSeconds(30);

    /** Everything is read once more after the end. */
    private static final Duration READING = Duration.ofMinutes(5);

    private final String cluster;
    private final MachineId host;

    private S3Load(String cluster, MachineId host) {
        this.cluster = cluster;
        this.host = host;
    }

    /**
     * Begins.
     *
     * @param stateDir the cluster's directory below {@code .petaforge}
     * @param host where the clients run: one that nothing is done to
     * @param storage a host that has the cluster CA's certificate
     * @param rate how hard the clients work
     */
    static S3Load start(Path stateDir, String cluster, MachineId host, MachineId storage, Rate rate)
            throws IOException {
        JsonNode s3 = JSON.readTree(stateDir.resolve("plan.json").toFile()).at("/plan/ceph/s3");
        ObjectNode spec = JSON.createObjectNode();
        spec.put("name", s3.path("name").asText());
        spec.put("address", s3.path("addresses").path(0).asText());
        spec.put("port", s3.path("port").asInt());
        spec.put("ca", DIRECTORY + "/ca.crt");
        spec.put("access", SmallLab.secret(stateDir, "s3/access-key"));
        spec.put("secret", SmallLab.secret(stateDir, "s3/secret-key"));
        spec.put("bucket", "s3-load");
        spec.put("prefix", Long.toString(System.currentTimeMillis(), 36) + "-");
        spec.put("writers", 2);
        spec.put("readers", 2);
        spec.put("pause", rate.pause);
        rate.sizes.forEach(spec.putArray("sizes")::add);
        spec.put("attempt", 10);
        spec.put("patience", 180);
        spec.put("result", DIRECTORY + "/result");
        S3Load load = new S3Load(cluster, host);
        String certificate = load.run(storage, exec("cat", "/etc/ceph/ca.crt"));
        load.run(
                host,
                exec("sh", "-c", "systemctl stop s3-load 2>/dev/null; rm -rf " + DIRECTORY),
                file("ca.crt", new Secret(certificate)),
                file("spec", new Secret(spec.toString())),
                file("load.py", new Secret(program())),
                exec(
                        "systemd-run",
                        "--quiet",
                        "--unit=s3-load",
                        "--property=TimeoutStopSec=" + READING.toSeconds(),
                        "python3",
                        DIRECTORY + "/load.py",
                        DIRECTORY + "/spec"));
        return load;
    }

    /** Ends it, and waits until everything has been read back. */
    Result stop() throws IOException {
        String said = run(
                host,
                new Operation.Exec(
                        Command.script(
                                "systemctl kill -s TERM --kill-who=main s3-load && while systemctl is-active -q s3-load;"
                                        + " do sleep 0.2; done; [ -e $0 ] || journalctl -u s3-load --no-pager >&2; cat $0"
                                                .replace("$0", DIRECTORY + "/result")),
                        READING.plusSeconds(60)));
        JsonNode found = JSON.readTree(said);
        return new Result(
                found.path("ended").asDouble() - found.path("began").asDouble(),
                found.path("acknowledged").asInt(),
                found.path("puts").asInt(),
                found.path("gets").asInt(),
                found.path("againPut").asInt() + found.path("againGet").asInt(),
                found.at("/longest/0/seconds").asDouble(),
                texts(found.path("wrong")),
                texts(found.path("givenUp")));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static Operation exec(String... argv) {
        return new Operation.Exec(Command.of(argv), SHORT);
    }

    private static Operation file(String name, Secret content) {
        return new Operation.WriteFile(DIRECTORY + "/" + name, content, "0600", "root:root");
    }

    private String run(MachineId machine, Operation... operations) {
        try (LabSubstrate lab = LabSubstrate.ofThisMachine();
                SshFleet fleet = SshFleet.of(List.of(lab.access(cluster).get(machine)), SshSettings.DEFAULTS)) {
            Reply reply = fleet.host(machine).run(Bundle.ofOperations(List.of(operations)));
            reply.failed().ifPresent(failed -> {
                throw new AssertionError(machine + ": " + failed.output());
            });
            return reply.operations().get(operations.length - 1).output().stdout();
        }
    }

    private static String program() throws IOException {
        try (InputStream in = S3Load.class.getResourceAsStream("s3-load.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
