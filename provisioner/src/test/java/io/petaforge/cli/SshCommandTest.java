package io.petaforge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.remote.ShellServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code petaforge ssh} as a process of its own, with the system's ssh, to a server that gives commands to a shell. */
@Timeout(120)
@EnabledIf(value = "hasSsh", disabledReason = "the system has no ssh client")
class SshCommandTest {
    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private ShellServer host;

    private record Said(int exit, String out, String err) {}

    static boolean hasSsh() {
        return Files.isExecutable(Path.of("/usr/bin/ssh"));
    }

    @BeforeEach
    void start() throws Exception {
        host = new ShellServer(directory).start();
        Files.setPosixFilePermissions(host.access("root").privateKey(), PosixFilePermissions.fromString("rw-------"));
        Path record = directory.resolve("state/metal/fixed-machines");
        Files.createDirectories(record.getParent());
        Files.writeString(record, "storage-1\t127.0.0.1\t\t\n");
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
    }

    @Test
    void whatFollowsTheHostIsTheCommandWithItsOwnOptions() throws Exception {
        for (List<String> command : List.of(
                List.of("printf", "%s,", "-la", "--help", "--output", "json", "-p", "22", "--", "x"),
                List.of("--", "printf", "%s,", "-la", "--help", "--output", "json", "-p", "22", "--", "x"))) {
            List<String> words = new ArrayList<>(List.of(inventory("").toString(), "storage-1"));
            words.addAll(command);
            Said said = ssh(words);
            assertEquals("-la,--help,--output,json,-p,22,--,x,", said.out(), said.err());
            assertEquals(0, said.exit());
        }
    }

    @Test
    void theExitStatusIsThatOfTheCommand() throws Exception {
        assertEquals(
                7, ssh(List.of(inventory("").toString(), "storage-1", "exit 7")).exit());
    }

    @Test
    void optionsBeforeTheHostArePetaforges() throws Exception {
        Said said = ssh(List.of("--no-such-option", inventory("").toString(), "storage-1", "true"));
        assertEquals(2, said.exit());
        assertTrue(said.err().contains("--no-such-option"), said.err());
    }

    @Test
    void anUnknownHostIsRefused() throws Exception {
        Said said = ssh(List.of(inventory("").toString(), "storage-2", "--", "true"));
        assertEquals(2, said.exit());
        assertTrue(said.err().contains("PF-CLI-012: the cluster has no host 'storage-2'"), said.err());
    }

    @Test
    void theWayMayLeadThroughAJumpHost() throws Exception {
        try (ShellServer gate = new ShellServer(Files.createDirectory(directory.resolve("gate")))) {
            gate.server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
            gate.start();
            Path inventory = inventory("    jump: {address: 127.0.0.1, user: ops, port: " + gate.server.getPort()
                    + ", host-keys: [\"" + gate.hostKeyLine() + "\"]}\n");
            Said said = ssh(List.of(inventory.toString(), "storage-1", "--", "echo", "-n", "there"));
            assertEquals("there", said.out(), said.err());
            assertEquals(1, gate.logins.get());
            Path wrong = inventory("    jump: {address: 127.0.0.1, user: ops, port: " + gate.server.getPort()
                    + ", host-keys: [\"" + host.hostKeyLine() + "\"]}\n");
            assertEquals(
                    255,
                    ssh(List.of(wrong.toString(), "storage-1", "--", "echo", "there"))
                            .exit());
        }
    }

    private Path inventory(String more) throws IOException {
        Path file = directory.resolve("metal.yaml");
        Files.writeString(
                file,
                """
                petaforge: 1
                cluster: metal
                substrate:
                  fixed:
                    private-key: KEY
                MORE    hosts:
                      storage-1: {address: 127.0.0.1, port: PORT, host-keys: ["HOSTKEY"]}
                      storage-2: {address: 192.0.2.2}
                machines:
                  storage:
                    count: 2
                    racks: [r1]
                    roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]
                    volumes: {osd: 2 x hdd >= 4TB, workspace: 1 x ssd >= 1TB, cache: 1 x ssd >= 1TB}
                storage: {failure-domain: host, protection: replica 2}
                ceph: {mons: 1}
                """
                        .replace("HOSTKEY", host.hostKeyLine())
                        .replace("KEY", host.access("root").privateKey().toString())
                        .replace("PORT", String.valueOf(host.server.getPort()))
                        .replace("MORE", more));
        return file;
    }

    private Said ssh(List<String> words) throws Exception {
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.petaforge.cli.Main",
                "ssh",
                "--state-dir",
                directory.resolve("state").toString()));
        argv.addAll(words);
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(argv)
                .redirectInput(new java.io.File("/dev/null"))
                .redirectError(err.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out, Files.readString(err));
    }
}
