package io.petaforge.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A running lab host, seen from the side: everything that is other than in its image, every file system that is mounted in
 * it, and its journal.
 */
final class HostSearch {
    /** Logs, what was left behind, what shells remember, what is encrypted: no secret belongs there, whoever may read it. */
    private static final Predicate<String> NEVER = Pattern.compile(
                    "^(var/log|run/log|tmp|var/tmp)/|^var/lib/petaforge/state-copy$|(^|/)\\.[a-z_]*history$|(^|/)(stdout|stderr)$|\\.log$")
            .asPredicate();

    /** Search of the overlay's upper layer covers the root; the others hold nothing that anybody wrote. */
    private static final Set<String> FILE_SYSTEMS = Set.of("ext4", "ext3", "xfs", "btrfs", "tmpfs", "ramfs");

    private static final Pattern PARENT = Pattern.compile("(?m)^PPid:\\s+(\\d+)$");
    private static final Pattern FIRST_OF_ITS_OWN = Pattern.compile("(?m)^NSpid:.*\\s1$");

    private final Path directory;
    private final String name;
    private final List<String> leaks = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private int files;
    private long bytes;
    private long journalBytes;

    private HostSearch(Path directory) {
        this.directory = directory;
        this.name = directory.getFileName().toString();
    }

    /** Searches every host of a lab. */
    static List<HostSearch> ofLab(String lab, Needles needles) {
        try (Stream<Path> hosts = Files.list(Path.of("/var/lib/petaforge/labs", lab, "hosts"))) {
            return hosts.sorted()
                    .map(directory -> new HostSearch(directory).search(needles))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the lab " + lab + " has no hosts", e);
        }
    }

    String name() {
        return name;
    }

    /** Secrets where nobody may have them, each a line. */
    List<String> leaks() {
        return List.copyOf(leaks);
    }

    /** Files that hold secrets and that only their users may read. */
    List<String> kept() {
        return List.copyOf(kept);
    }

    int files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    long journalBytes() {
        return journalBytes;
    }

    private HostSearch search(Needles needles) {
        try {
            judge("/", SearchedFiles.below(directory.resolve("upper"), needles, path -> true));
            String init = init();
            Path root = Path.of("/proc", init, "root");
            Set<String> devices = new HashSet<>();
            for (String line : Files.readAllLines(Path.of("/proc", init, "mountinfo"))) {
                List<String> words = List.of(line.split(" "));
                String point = words.get(4);
                String type = words.get(words.indexOf("-") + 1);
                if (FILE_SYSTEMS.contains(type)
                        && devices.add(words.get(2))
                        && Files.isDirectory(root.resolve("." + point))) {
                    judge(point + "/", SearchedFiles.below(root.resolve("." + point), needles, path -> true));
                }
            }
            journal(init, needles);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot search " + name, e);
        }
    }

    private void judge(String point, SearchedFiles searched) {
        files += searched.files();
        bytes += searched.bytes();
        for (SearchedFiles.Holder holder : searched.holders()) {
            String path = (point + holder.path()).replaceFirst("^/+", "");
            String line = name + ":/" + path + " (" + holder.octal() + ") holds " + holder.hits();
            if (holder.open()) {
                leaks.add(line + ", and anybody may read it");
            } else if (NEVER.test(path)) {
                leaks.add(line);
            } else {
                kept.add(line);
            }
        }
    }

    /** Reads all of it, and proves by a line of its own that it does. */
    private void journal(String init, Needles needles) throws IOException {
        String canary = "searched-" + UUID.randomUUID();
        read(in(init, "systemd-cat", "echo", canary), new Needles(java.util.Map.of()));
        read(in(init, "journalctl", "--sync"), new Needles(java.util.Map.of()));
        Needles all = needles.and("the line written to be found", canary);
        Set<Needles.Hit> hits = new HashSet<>(read(in(init, "journalctl", "--all", "--output=export"), all));
        if (!hits.removeIf(hit -> hit.secret().equals("the line written to be found"))) {
            leaks.add(name + ": its journal could not be read");
        }
        hits.forEach(hit -> leaks.add(name + ": its journal holds " + hit));
    }

    private Set<Needles.Hit> read(ProcessBuilder command, Needles needles) throws IOException {
        Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        CountedStream content = new CountedStream(process.getInputStream());
        Set<Needles.Hit> hits = needles.in(content);
        journalBytes = Math.max(journalBytes, content.count());
        return hits;
    }

    private static ProcessBuilder in(String init, String... command) {
        List<String> argv = new ArrayList<>(
                List.of("nsenter", "--target", init, "--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd"));
        argv.addAll(List.of(command));
        return new ProcessBuilder(argv);
    }

    /** The number, here, of the process that is the host's first. */
    private String init() throws IOException {
        String supervisor = Files.readString(directory.resolve("supervisor"), UTF_8)
                .split(" ")[0]
                .strip();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(process -> process.getFileName().toString())
                    .filter(process -> Character.isDigit(process.charAt(0)))
                    .filter(process ->
                            FIRST_OF_ITS_OWN.matcher(status(process)).find() && descends(process, supervisor))
                    .findFirst()
                    .orElseThrow(() -> new IOException(name + " does not run"));
        }
    }

    private static boolean descends(String process, String ancestor) {
        String at = process;
        while (!at.equals("0") && !at.equals("1")) {
            if (at.equals(ancestor)) {
                return true;
            }
            Matcher parent = PARENT.matcher(status(at));
            at = parent.find() ? parent.group(1) : "0";
        }
        return false;
    }

    private static String status(String process) {
        try {
            return Files.readString(Path.of("/proc", process, "status"));
        } catch (IOException e) {
            return "";
        }
    }

    /** Counts what is read from it. */
    private static final class CountedStream extends java.io.FilterInputStream {
        private long count;

        CountedStream(InputStream in) {
            super(in);
        }

        long count() {
            return count;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int read = super.read(buffer, from, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
