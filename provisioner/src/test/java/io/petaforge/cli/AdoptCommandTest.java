package io.petaforge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.petaforge.remote.ShellServer;
import io.petaforge.remote.SshFleet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What people are told before a cluster is taken over, at a host that really answers. */
class AdoptCommandTest {
    private static final Path GOLDEN =
            Path.of("src/test/resources/custody/adopt.txt").toAbsolutePath();

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private ShellServer host;

    @BeforeEach
    void start() throws Exception {
        host = new ShellServer(directory).start();
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
    }

    @Test
    void whyAClusterIsNotTakenOverIsSaid() throws IOException {
        String fingerprint = SshFleet.offered(List.of(host.access("root")))
                .values()
                .iterator()
                .next()
                .fingerprint();
        StringBuilder text = new StringBuilder();
        Path open = inventory("");
        add(text, "a host key that nobody knows", run(open), fingerprint);
        assertEquals(0, host.logins.get(), "nobody logged in to a host that nobody vouched for");
        add(text, "another host key was accepted", run(open, "--accept-host-key", "SHA256:other"), fingerprint);
        assertEquals(0, host.logins.get());
        add(text, "accepted, and no copy there", run(open, "--accept-host-key", fingerprint), fingerprint);
        add(text, "a pinned host key", run(inventory(", host-keys: [\"" + host.hostKeyLine() + "\"]")), fingerprint);
        add(
                text,
                "no readable key",
                run(open, "--key", directory.resolve("inventory.yaml").toString()),
                fingerprint);
        stopQuietly();
        add(text, "nobody answers", run(open), fingerprint);
        assertEquals(Files.readString(GOLDEN), text.toString());
        assertFalse(Files.exists(directory.resolve("state/pb1/plan.json")));
    }

    private void stopQuietly() throws IOException {
        host.server.stop(true);
    }

    private void add(StringBuilder text, String title, String said, String fingerprint) {
        text.append("== ")
                .append(title)
                .append('\n')
                .append(said.replace(fingerprint, "SHA256:offered")
                        .replace(directory.toString(), "DIRECTORY")
                        .replaceAll(":[0-9]{4,5}\\)", ":PORT)")
                        .replaceAll("within [0-9.]+ m?s", "within a moment"));
    }

    private String run(Path inventory, String... more) {
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine();
        command.setErr(new PrintWriter(err));
        command.setOut(new PrintWriter(err));
        String[] arguments = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "adopt",
                                "--state-dir",
                                directory.resolve("state").toString(),
                                inventory.toString()),
                        java.util.stream.Stream.of(more))
                .toArray(String[]::new);
        return command.execute(arguments) + "\n" + err;
    }

    private Path inventory(String keys) throws IOException {
        return Files.writeString(
                directory.resolve("inventory.yaml"),
                """
                petaforge: 1
                cluster: pb1
                substrate:
                  fixed:
                    user: root
                    private-key: %1$s
                    hosts:
                      node-1: {address: 127.0.0.1, port: %2$d%3$s}
                      node-2: {address: 127.0.0.2, port: %2$d%3$s}
                      node-3: {address: 127.0.0.3, port: %2$d%3$s}
                machines:
                  node:
                    count: 3
                    racks: [r1, r2, r3]
                    roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]
                    constraints: {threads: ">= 2", memory: ">= 6GiB"}
                    volumes:
                      osd: 1 x ssd >= 20GB
                      workspace: 1 x ssd >= 12GB
                      cache: 1 x ssd >= 12GB
                ceph: {profile: lab}
                """
                        .formatted(directory.resolve("id"), host.server.getPort(), keys));
    }
}
