package io.petaforge.tests;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Ceph's own programs, run from the root filesystem that the lab keeps for its hosts: the release that a cluster gets, with
 * nothing installed on this machine. Each script runs in namespaces of its own and leaves no process and no mount.
 */
final class CephTools {
    private static final String ENTER =
            """
            tmp=$(mktemp -d)
            mount -t tmpfs none "$tmp"
            mkdir "$tmp/upper" "$tmp/work" "$tmp/root"
            mount -t overlay -o "lowerdir=$1:$2,upperdir=$tmp/upper,workdir=$tmp/work" none "$tmp/root"
            mount --bind "$3" "$tmp/root/mnt"
            mount -t proc proc "$tmp/root/proc"
            mount --rbind /dev "$tmp/root/dev"
            exec chroot "$tmp/root" sh -ec "cd /mnt; ip link set lo up; . ./script"
            """;

    private final Path prepared;
    private final Path base;

    private CephTools(Path prepared, Path base) {
        this.prepared = prepared;
        this.base = base;
    }

    /** The tools of the newest root filesystem in the lab's cache, if it has one. */
    static Optional<CephTools> find() {
        return newest("prepared-").flatMap(prepared -> newest("base-").map(base -> new CephTools(prepared, base)));
    }

    /** The packages that the newest root filesystem was made of. */
    static Path packages() {
        Path prepared = newest("prepared-").orElseThrow();
        return prepared.resolveSibling(prepared.getFileName() + ".debs");
    }

    /** Runs a shell script, which ends at its first failure, in a directory; returns what it printed. */
    String run(Path directory, String script) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("script"), script);
        Path out = directory.resolve("script.out");
        Path err = directory.resolve("script.err");
        Process process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--net",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--propagation",
                        "private",
                        "sh",
                        "-ec",
                        ENTER,
                        "sh",
                        prepared.toString(),
                        base.toString(),
                        directory.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("status " + process.exitValue() + "\n" + end(out) + end(err));
        }
        return Files.readString(out);
    }

    /** The last lines: all of a map would hide the failures of other tests. */
    private static String end(Path said) throws IOException {
        List<String> lines = Files.readAllLines(said);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())) + "\n";
    }

    private static Optional<Path> newest(String prefix) {
        String moved = System.getenv("PETAFORGE_CACHE");
        Path layers = Path.of(moved == null ? "/var/cache/petaforge" : moved, "lab");
        if (!Files.isDirectory(layers)) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(layers)) {
            List<Path> found = entries.filter(
                            path -> path.getFileName().toString().matches(prefix + "[a-z]+-[0-9a-f]+"))
                    .filter(Files::isDirectory)
                    .toList();
            return found.stream().max(comparing(CephTools::modified));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long modified(Path path) {
        return path.toFile().lastModified();
    }
}
