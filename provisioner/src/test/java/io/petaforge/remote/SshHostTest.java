package io.petaforge.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles on a real shell behind a real SSH connection. */
class SshHostTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private ShellServer server;
    private SshFleet fleet;
    private RemoteHost host;
    private String me;

    @BeforeEach
    void start() throws Exception {
        server = new ShellServer(dir).start();
        fleet = SshFleet.of(List.of(server.access("root")), SshSettings.DEFAULTS.withBoot(Duration.ofSeconds(60)));
        host = fleet.host(server.access("root").machine());
        me = Files.getAttribute(dir, "unix:uid") + ":" + Files.getAttribute(dir, "unix:gid");
    }

    @AfterEach
    void stop() throws Exception {
        fleet.close();
        server.close();
    }

    @Test
    void operationsAndProbesTravelTogether() {
        Reply reply = host.run(new Bundle(
                List.of(exec("echo", "one"), exec("echo", "two")),
                List.of(Command.of("echo", "three"), Command.of("false"), Command.script("echo $1 >&2", "four five"))));
        assertEquals(List.of("one\n", "two\n"), outputs(reply));
        assertEquals(new Output(0, "three\n", ""), reply.probes().get(0));
        assertEquals(1, reply.probes().get(1).status());
        assertEquals(new Output(0, "", "four five\n"), reply.probes().get(2));
        assertEquals(1, host.roundTrips());
        assertEquals(List.of("sh -s"), List.copyOf(server.commandLines));
    }

    @Test
    void firstFailureEndsTheSequence() {
        Path never = dir.resolve("never");
        Reply reply = host.run(new Bundle(
                List.of(
                        exec("true"),
                        new Operation.Exec(Command.script("echo why >&2; exit 3"), LONG),
                        exec("touch", never.toString())),
                List.of(Command.of("echo", "unasked"))));
        assertEquals(2, reply.operations().size());
        assertEquals(new Output(3, "", "why\n"), reply.failed().orElseThrow().output());
        assertEquals(List.of(), reply.probes());
        assertFalse(Files.exists(never));
    }

    @Test
    void outputsAreExactAndLargeOnesLoseTheirMiddle() {
        Reply reply = host.run(new Bundle(
                List.of(
                        new Operation.Exec(Command.script("printf 'no newline \\001 pf-0 end\\n\\nop 0 0'"), LONG),
                        new Operation.Exec(
                                Command.script("yes 0123456 | head -c 5000000; yes e | head -c 3000000 >&2"), LONG)),
                List.of(Command.script("yes abcdefg | head -c 4000000"), Command.of("echo", "after"))));
        assertEquals(
                "no newline \001 pf-0 end\n\nop 0 0",
                reply.operations().get(0).output().stdout());
        String large = reply.operations().get(1).output().stdout();
        assertTrue(large.contains("\n... " + (5000000 - 2 * Program.KEPT) + " bytes left out ...\n"), "no mark");
        assertEquals(2 * Program.KEPT + "\n... 2902848 bytes left out ...\n".length(), large.length());
        assertTrue(large.startsWith("0123456\n"));
        assertTrue(reply.operations().get(1).output().stderr().contains(" bytes left out "));
        assertTrue(reply.probes().get(0).stdout().contains(" bytes left out "));
        assertEquals("after\n", reply.probes().get(1).stdout());
    }

    @Test
    void inputsAndVariablesArriveAsTheyAre() {
        String nasty = "it's $HOME `id` \\n \"x\"\n\ttab é ✓\n\n";
        Reply reply = host.run(Bundle.ofOperations(List.of(
                new Operation.Exec(Command.of("cat").withStdin(new Secret(nasty)), LONG),
                new Operation.Exec(
                        Command.script("printf %s \"$V\"; printf %s \"$1\"", nasty)
                                .withEnvironment("V", new Secret(nasty)),
                        LONG),
                new Operation.Exec(Command.script("printf %s \"${V-unset}\"; cat"), LONG),
                new Operation.Exec(Command.script("od -An -c").withStdin(new Secret("a\0b")), LONG))));
        assertEquals(nasty, reply.operations().get(0).output().stdout());
        assertEquals(nasty + nasty, reply.operations().get(1).output().stdout());
        assertEquals("unset", reply.operations().get(2).output().stdout());
        assertTrue(reply.operations().get(3).output().stdout().contains("a  \\0   b"));
    }

    @Test
    void secretsAreInNobodysArguments() throws Exception {
        String secret = "s3cr3t-" + System.nanoTime();
        Operation.Exec looking = new Operation.Exec(
                Command.script("cat >/dev/null; cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\000' ' '")
                        .withStdin(new Secret(secret))
                        .withEnvironment("TOKEN", new Secret(secret)),
                LONG);
        Reply reply = host.run(new Bundle(
                List.of(write(dir.resolve("s"), secret, "0600"), looking),
                List.of(Command.script("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\000' ' '")
                        .withEnvironment("TOKEN", new Secret(secret)))));
        String seen = reply.operations().get(1).output().stdout()
                + reply.probes().get(0).stdout();
        assertTrue(seen.contains("sh -s"), "saw no command lines: " + seen);
        assertFalse(seen.contains(secret));
        assertEquals(secret, Files.readString(dir.resolve("s")));
    }

    @Test
    void filesAreWrittenOnceWithModeAndOwner() throws Exception {
        Path file = dir.resolve("a/b/file");
        Reply first = host.run(Bundle.ofOperations(List.of(write(file, "content 'quoted'\n", "0640"))));
        assertTrue(first.operations().get(0).changed());
        assertEquals("content 'quoted'\n", Files.readString(file));
        assertEquals("rw-r-----", mode(file));
        assertEquals("rwxr-xr-x", mode(file.getParent()));
        Object inode = Files.getAttribute(file, "unix:ino");

        Reply again = host.run(Bundle.ofOperations(List.of(write(file, "content 'quoted'\n", "0640"))));
        assertFalse(again.operations().get(0).changed());
        assertEquals(inode, Files.getAttribute(file, "unix:ino"));

        Reply mode = host.run(Bundle.ofOperations(List.of(write(file, "content 'quoted'\n", "0600"))));
        assertTrue(mode.operations().get(0).changed());
        assertEquals("rw-------", mode(file));

        Reply content = host.run(Bundle.ofOperations(List.of(write(file, "", "0600"))));
        assertTrue(content.operations().get(0).changed());
        assertEquals("", Files.readString(file));
        try (var siblings = Files.list(file.getParent())) {
            assertEquals(List.of(file), siblings.toList());
        }
    }

    @Test
    void readersSeeTheOldFileOrTheNewOne() throws Exception {
        Path file = dir.resolve("f");
        String one = "1".repeat(200_000);
        String two = "2".repeat(300_000);
        Files.writeString(file, one);
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
            int torn = 0;
            try {
                String seen;
                do {
                    seen = Files.readString(file);
                    torn += seen.equals(one) || seen.equals(two) ? 0 : 1;
                } while (!seen.equals(two));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return torn;
        });
        host.run(Bundle.ofOperations(List.of(write(file, two, "0644"))));
        assertEquals(0, reader.get());
    }

    @Test
    void aFileThatCannotBeWrittenIsAFailure() {
        Reply reply = host.run(Bundle.ofOperations(
                List.of(new Operation.WriteFile(dir + "/x", new Secret("x"), "0644", "no-such-user:root"))));
        assertTrue(reply.failed().orElseThrow().output().stderr().contains("no-such-user"));
        assertFalse(Files.exists(dir.resolve("x")));
    }

    @Test
    void uploadsAreCheckedAndSkippedWhenEqual() throws Exception {
        byte[] content = new byte[3_500_000];
        new java.util.Random(1).nextBytes(content);
        Path source = dir.resolve("source");
        Files.write(source, content);
        String sum = sha256(content);
        Path target = dir.resolve("deep/target");
        List<Long> progress = new ArrayList<>();
        fleet.close();
        fleet = SshFleet.of(
                List.of(server.access("root")),
                SshSettings.DEFAULTS.withTransfers((machine, path, sent, total) -> progress.add(sent)));
        host = fleet.host(server.access("root").machine());
        Operation.Upload upload = new Operation.Upload(source, sum, target.toString(), "0600", me);

        Reply reply = host.run(new Bundle(
                List.of(exec("echo", "before"), upload, exec("echo", "behind")),
                List.of(Command.of("sha256sum", target.toString()))));
        assertEquals(List.of("before\n", "", "behind\n"), outputs(reply));
        assertTrue(reply.operations().get(1).changed());
        assertTrue(reply.probes().get(0).stdout().startsWith(sum));
        assertEquals("rw-------", mode(target));
        assertEquals(content.length, progress.get(progress.size() - 1));
        assertTrue(progress.size() > 2);

        Reply again = host.run(Bundle.ofOperations(List.of(upload)));
        assertFalse(again.operations().get(0).changed());
        Reply mode = host.run(
                Bundle.ofOperations(List.of(new Operation.Upload(source, sum, target.toString(), "0644", me))));
        assertTrue(mode.operations().get(0).changed());
        assertEquals("rw-r--r--", mode(target));

        Reply wrong = host.run(
                Bundle.ofOperations(List.of(new Operation.Upload(source, "0".repeat(64), dir + "/wrong", "0644", me))));
        assertTrue(wrong.failed().orElseThrow().output().stderr().contains("has checksum " + sum));
        assertFalse(Files.exists(dir.resolve("wrong")));
        try (var siblings = Files.list(dir)) {
            assertFalse(siblings.anyMatch(path -> path.toString().endsWith("petaforge-new")));
        }
    }

    @Test
    void commandsEndWhenTheirTimeIsUp() {
        long start = System.nanoTime();
        Reply reply = host.run(Bundle.ofOperations(
                List.of(new Operation.Exec(Command.script("echo begun; sleep 60"), Duration.ofMillis(300)))));
        assertEquals(
                new Output(124, "begun\n", ""), reply.failed().orElseThrow().output());
        assertTrue(System.nanoTime() - start < 50_000_000_000L);
    }

    @Test
    void awaitingHappensOnTheHost() {
        Path flag = dir.resolve("flag");
        Operation.Exec later = new Operation.Exec(
                Command.script("(sleep 0.5; touch \"$1\") >/dev/null 2>&1 &", flag.toString()), LONG);
        Operation.Await there =
                new Operation.Await(Command.of("test", "-e", flag.toString()), Duration.ofMillis(50), LONG);
        Reply reply = host.run(Bundle.ofOperations(List.of(later, there)));
        assertEquals(Optional.empty(), reply.failed());
        assertTrue(reply.operations().get(1).elapsed().toMillis() >= 300);
        assertEquals(1, host.roundTrips());

        Operation.Await never = new Operation.Await(
                Command.script("echo out; echo still not >&2; exit 7"), Duration.ofMillis(50), Duration.ofMillis(400));
        assertEquals(
                new Output(124, "out\n", "still not\n"),
                host.run(Bundle.ofOperations(List.of(never)))
                        .failed()
                        .orElseThrow()
                        .output());
        Operation.Await stuck =
                new Operation.Await(Command.of("sleep", "60"), Duration.ofMillis(50), Duration.ofMillis(400));
        assertEquals(
                124,
                host.run(Bundle.ofOperations(List.of(stuck)))
                        .failed()
                        .orElseThrow()
                        .output()
                        .status());
    }

    @Test
    void manyBundlesShareOneConnection() {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Bundle bundle = new Bundle(
                    List.of(exec("echo", "op" + i)),
                    List.of(Command.of("echo", "probe" + i), Command.of("sleep", "0.05")));
            replies.add(CompletableFuture.supplyAsync(() -> host.run(bundle)));
        }
        for (int i = 0; i < replies.size(); i++) {
            Reply reply = replies.get(i).join();
            assertEquals(List.of("op" + i + "\n"), outputs(reply));
            assertEquals("probe" + i + "\n", reply.probes().get(0).stdout());
        }
        assertEquals(1, server.logins.get());
        assertEquals(40, host.roundTrips());
    }

    @Test
    void aLaterFleetGoesOnWithTheConnectionOfAnEarlierOne() throws Exception {
        Bundle bundle = Bundle.ofProbes(List.of(Command.of("echo", "here")));
        try (KeptConnections kept = new KeptConnections()) {
            for (int i = 0; i < 3; i++) {
                try (SshFleet next = SshFleet.of(List.of(server.access("root")), SshSettings.DEFAULTS, kept)) {
                    next.host(host.machine()).run(bundle);
                }
            }
            assertEquals(1, server.logins.get());
            // With a host that was made anew the connection ended, whatever is known of it here.
            int port = server.server.getPort();
            server.close();
            server = new ShellServer(dir).start(port);
            try (SshFleet next = SshFleet.of(List.of(server.access("root")), SshSettings.DEFAULTS, kept)) {
                next.host(host.machine()).run(bundle);
            }
            assertEquals(1, server.logins.get(), "another host key is another way");
        }
        try (SshFleet next = SshFleet.of(List.of(server.access("root")), SshSettings.DEFAULTS)) {
            next.host(host.machine()).run(bundle);
        }
        assertEquals(2, server.logins.get(), "it ended with what kept it");
    }

    @Test
    void aKeptConnectionThatDiedMeanwhileIsOpenedAnew() throws Exception {
        Bundle bundle = Bundle.ofProbes(List.of(Command.of("echo", "here")));
        try (KeptConnections kept = new KeptConnections()) {
            for (int i = 0; i < 2; i++) {
                try (SshFleet next = SshFleet.of(List.of(server.access("root")), SshSettings.DEFAULTS, kept)) {
                    assertEquals(
                            "here\n",
                            next.host(host.machine())
                                    .run(bundle)
                                    .probes()
                                    .get(0)
                                    .stdout());
                }
                server.dropConnections();
            }
            assertEquals(2, server.logins.get());
        }
    }

    @Test
    void probesRunSideBySide() {
        long start = System.nanoTime();
        List<Command> sleepers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sleepers.add(Command.of("sleep", "2"));
        }
        Reply reply = host.run(Bundle.ofProbes(sleepers));
        assertEquals(20, reply.probes().stream().filter(Output::ok).count());
        assertTrue(System.nanoTime() - start < 35_000_000_000L, "one after another they take 40 s");
    }

    @Test
    void largeProgramsAreReadWhole() throws Exception {
        Path file = dir.resolve("large");
        String content = "line 'with' quotes \\ and more\n".repeat(150_000);
        assertTrue(host.run(Bundle.ofOperations(List.of(write(file, content, "0644"))))
                .failed()
                .isEmpty());
        assertEquals(content, Files.readString(file));
    }

    private Operation.WriteFile write(Path path, String content, String mode) {
        return new Operation.WriteFile(path.toString(), new Secret(content), mode, me);
    }

    private static Operation.Exec exec(String... argv) {
        return new Operation.Exec(Command.of(argv), LONG);
    }

    private static List<String> outputs(Reply reply) {
        return reply.operations().stream()
                .map(result -> result.output().stdout())
                .toList();
    }

    private static String mode(Path path) throws java.io.IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String sha256(byte[] content) throws Exception {
        return java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(content));
    }
}
