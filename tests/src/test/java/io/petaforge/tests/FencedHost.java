package io.petaforge.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lab's root filesystem with a {@code /dev} of its own, in which drives are loop devices with serials: what a host's
 * programs see of drives, without booting one. Everything is mounted in a mount namespace and gone with its process.
 */
final class FencedHost implements AutoCloseable {
    /** What a command left behind. */
    record Result(int status, String stdout, String stderr) {}

    private static final String SETUP =
            """
            set -e
            mount --make-rprivate /
            mount -t tmpfs tmpfs "$1"
            mkdir "$1/upper" "$1/work" "$1/root"
            mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" "$1/root"
            mount -t tmpfs -o mode=0755 tmpfs "$1/root/dev"
            mount -t proc proc "$1/root/proc"
            mount --rbind /sys "$1/root/sys"
            cd "$1/root/dev"
            mknod null c 1 3; mknod zero c 1 5; mknod random c 1 8; mknod urandom c 1 9
            mkdir -p disk/by-id ../var/lib/ceph/osd ../etc/ceph ../srv/data
            chmod 666 null zero random urandom
            echo ready
            exec cat
            """;

    private final Path directory;
    private final Process process;
    private final Map<String, String> loops = new LinkedHashMap<>();

    private FencedHost(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /** The lab's layers, the upper one first; empty when no lab was ever built here. */
    static Optional<String> layers() throws IOException {
        Path cache = Path.of(System.getenv().getOrDefault("PETAFORGE_CACHE", "/var/cache/petaforge"))
                .toAbsolutePath()
                .resolve("lab");
        if (!Files.isDirectory(cache)) {
            return Optional.empty();
        }
        List<String> layers = new ArrayList<>();
        for (String kind : List.of("prepared", "base")) {
            try (Stream<Path> found = Files.list(cache)) {
                found.filter(path -> path.getFileName().toString().matches(kind + "-[a-z]+-[0-9a-f]+"))
                        .max(Comparator.comparing(path -> path.toFile().lastModified()))
                        .ifPresent(path -> layers.add(path.toString()));
            }
        }
        return layers.size() == 2 ? Optional.of(String.join(":", layers)) : Optional.empty();
    }

    static FencedHost start(Path directory, String layers) throws IOException {
        Path mounts = Files.createDirectories(directory.resolve("mounts"));
        Process process = new ProcessBuilder("unshare", "-m", "sh", "-c", SETUP, "sh", mounts.toString(), layers)
                .redirectErrorStream(true)
                .start();
        StringBuilder said = new StringBuilder();
        while (!said.toString().endsWith("ready\n")) {
            int next = process.getInputStream().read();
            if (next < 0) {
                throw new IOException("the host was not made: " + said);
            }
            said.append((char) next);
        }
        return new FencedHost(directory, process);
    }

    /** A new drive, empty. */
    void drive(String serial, long size) throws Exception {
        Path file = directory.resolve(serial);
        if (!Files.exists(file)) {
            try (var drive = new java.io.RandomAccessFile(file.toFile(), "rw")) {
                drive.setLength(size);
            }
        }
        String device = output("losetup", "--find", "--show", file.toString());
        loops.put(serial, device);
        String number = device.substring("/dev/loop".length());
        sh("test -b " + device + " || mknod " + device + " b 7 " + number);
        link(serial, serial);
    }

    /** Gives the drive of one serial the name of another as well. */
    void link(String serial, String as) throws Exception {
        sh("ln -sf " + device(serial) + " /dev/disk/by-id/petaforge-" + as + (serial.equals(as) ? "" : "_1"));
    }

    void unlink(String as) throws Exception {
        sh("rm /dev/disk/by-id/petaforge-" + as + "_1");
    }

    /** The kernel's name of a drive, today. */
    String device(String serial) {
        return Optional.ofNullable(loops.get(serial)).orElseThrow();
    }

    /** All drives get other kernel names, as after a reboot. */
    void renameAll() throws Exception {
        Map<String, String> before = new LinkedHashMap<>(loops);
        for (String device : before.values()) {
            output("losetup", "--detach", device);
        }
        loops.clear();
        List<String> serials = new ArrayList<>(before.keySet());
        java.util.Collections.reverse(serials);
        for (String serial : serials) {
            drive(serial, 0);
        }
    }

    /** Runs a shell line in the host; it must succeed. */
    String sh(String line) throws Exception {
        Result result = run(List.of("sh", "-ec", line), "");
        if (result.status() != 0) {
            throw new AssertionError(line + " exited " + result.status() + ": " + result.stdout() + result.stderr());
        }
        return result.stdout();
    }

    Result run(List<String> argv, String input) throws Exception {
        List<String> all = new ArrayList<>(List.of("nsenter", "-m", "-t", Long.toString(process.pid()), "chroot"));
        all.add(directory.resolve("mounts/root").toString());
        all.addAll(argv);
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process command = new ProcessBuilder(all)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try (var stdin = command.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // A program that does not read its input closes it.
        }
        return new Result(command.waitFor(), Files.readString(out), Files.readString(err));
    }

    private static String output(String... argv) throws Exception {
        Process command = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (command.waitFor() != 0) {
            throw new AssertionError(String.join(" ", argv) + ": " + said);
        }
        return said;
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly().waitFor();
        for (String device : loops.values()) {
            output("losetup", "--detach", device);
        }
    }
}
