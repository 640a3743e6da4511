package io.petaforge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.remote.ShellServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code petaforge machines} over real connections to hosts that answer what was recorded. */
@Timeout(180)
class MachinesCommandTest {
    private static final Path RECORDED = Path.of("src/test/resources/discover").toAbsolutePath();

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private ShellServer dell;

    @SuppressWarnings("NullAway.Init")
    private ShellServer hpe;

    private record Said(int exit, String out, String err) {}

    @BeforeEach
    void start() throws Exception {
        dell = server("dell-r740xd");
        hpe = server("hpe-dl380-gen10");
    }

    @AfterEach
    void stop() throws Exception {
        dell.close();
        hpe.close();
    }

    @Test
    void showsWhatTheMachinesAreMadeOf() throws IOException {
        Said said = run(inventory(hostKeys(dell), hostKeys(hpe), ""));
        assertEquals(0, said.exit(), said.err());
        assertTrue(
                said.out().contains("storage-1  127.0.0.1\n  model    Dell Inc. PowerEdge R740xd (ABC1234)\n"),
                said.out());
        assertTrue(said.out().contains("  memory   384 GiB\n"), said.out());
        assertTrue(
                said.out()
                        .contains(
                                "  drive    ssd   480.04 GB  4cd98f0a11220010          DELLBOSS VD  (operating system)\n"),
                said.out());
        assertTrue(
                said.out()
                        .contains("  port     ens2f0            25 Gbit/s  98:03:9b:00:00:20  to leaf-r1a Ethernet7\n"),
                said.out());
        assertTrue(said.out().contains("  finding  PF-DSC-043 ens2f0 and ens2f1 belong to bond0\n"), said.out());
        assertTrue(said.out().contains("storage-2  127.0.0.1\n  model    HPE ProLiant DL380 Gen10"), said.out());
    }

    @Test
    void asJson() throws IOException {
        Said said = run(inventory(hostKeys(dell), hostKeys(hpe), ""), "--output", "json");
        assertEquals(0, said.exit(), said.err());
        JsonNode machines = new ObjectMapper().readTree(said.out()).path("machines");
        assertEquals(64, machines.path("storage-1").path("threads").asInt());
        assertEquals(
                "leaf-r2b",
                machines.path("storage-2")
                        .at("/hardware/ports/3/neighbour/device")
                        .asText());
    }

    @Test
    void hostKeysMayStandInAFileAsSshKeepsThem() throws IOException {
        Path file = directory.resolve("known_hosts");
        Files.writeString(
                file,
                "[127.0.0.1]:" + port(dell) + " " + dell.hostKeyLine() + "\n[127.0.0.1]:" + port(hpe) + " "
                        + hpe.hostKeyLine() + "\n");
        Said said = run(inventory("", "", "    known-hosts: " + file + "\n"));
        assertEquals(0, said.exit(), said.err());
    }

    @Test
    void aKeyThatNobodyPinnedIsShownAndAnotherOneRefusedWhileTheOthersAreShown() throws IOException {
        Said said = run(inventory("", hostKeys(dell), ""));
        assertEquals(5, said.exit());
        assertTrue(said.err().contains("PF-SSH-014: storage-1"), said.err());
        assertTrue(said.err().contains("host-keys: [\"" + dell.hostKeyLine() + "\"]"), said.err());
        assertTrue(said.err().contains("PF-SSH-002: storage-2"), said.err());
        assertEquals(0, dell.logins.get() + hpe.logins.get());
        Said one = run(inventory("", hostKeys(hpe), ""));
        assertEquals(5, one.exit());
        assertTrue(one.out().contains("storage-2  127.0.0.1"), one.out());
    }

    @Test
    void theWayMayLeadThroughAJumpHost() throws Exception {
        try (ShellServer gate = new ShellServer(Files.createDirectory(directory.resolve("gate")))) {
            gate.server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
            gate.start();
            Said said = run(inventory(
                    hostKeys(dell),
                    hostKeys(hpe),
                    "    jump: {address: 127.0.0.1, user: ops, port: " + port(gate) + hostKeys(gate) + "}\n"));
            assertEquals(0, said.exit(), said.err());
            assertEquals(1, gate.logins.get());
        }
    }

    private String hostKeys(ShellServer server) {
        return ", host-keys: [\"" + server.hostKeyLine() + "\"]";
    }

    private static int port(ShellServer server) {
        return server.server.getPort();
    }

    private Path inventory(String one, String two, String more) throws IOException {
        String text =
                """
                petaforge: 1
                cluster: metal
                substrate:
                  fixed:
                    private-key: KEY
                MORE    hosts:
                      storage-1: {address: 127.0.0.1, port: PORT1ONE}
                      storage-2: {address: 127.0.0.1, port: PORT2TWO}
                machines:
                  storage:
                    count: 2
                    racks: [r1]
                    roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]
                    volumes: {osd: 2 x hdd >= 4TB, workspace: 1 x ssd >= 1TB, cache: 1 x ssd >= 1TB}
                storage: {failure-domain: host, protection: replica 2}
                ceph: {mons: 1}
                """
                        .replace("KEY", dell.access("root").privateKey().toString())
                        .replace("MORE", more)
                        .replace("PORT1", String.valueOf(port(dell)))
                        .replace("PORT2", String.valueOf(port(hpe)))
                        .replace("ONE", one)
                        .replace("TWO", two);
        Path file = directory.resolve("metal.yaml");
        Files.writeString(file, text);
        return file;
    }

    /** A host whose answer to the script is what was recorded: it ends each command's time limit by printing that. */
    private ShellServer server(String recorded) throws Exception {
        Path home = Files.createDirectory(directory.resolve(recorded));
        Path timeout = Files.createDirectory(home.resolve("bin")).resolve("timeout");
        Files.writeString(
                timeout, "#!/bin/sh\nexec cat " + RECORDED.resolve(recorded).resolve("output.txt") + "\n");
        Files.setPosixFilePermissions(timeout, PosixFilePermissions.fromString("rwxr-xr-x"));
        ShellServer server = new ShellServer(home);
        server.environment = Map.of("PATH", timeout.getParent() + ":" + System.getenv("PATH"));
        return server.start();
    }

    private Said run(Path inventory, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine petaforge = Main.commandLine();
        petaforge.setOut(new PrintWriter(out));
        petaforge.setErr(new PrintWriter(err));
        String[] args = new String[more.length + 4];
        args[0] = "machines";
        args[1] = inventory.toString();
        args[2] = "--state-dir";
        args[3] = directory.resolve("state").toString();
        System.arraycopy(more, 0, args, 4, more.length);
        return new Said(petaforge.execute(args), out.toString(), err.toString());
    }
}
