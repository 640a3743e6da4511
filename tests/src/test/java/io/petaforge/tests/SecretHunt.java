package io.petaforge.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The proof that a run of petaforge tells no secret: the process list is watched while the run goes on, and afterwards every
 * file is searched that it may have written one to. What the search came to says how much was looked at, and each way of
 * looking is shown something that it must find.
 */
final class SecretHunt implements AutoCloseable {
    /**
     * What was looked at and found.
     *
     * @param leaks secrets where they must not be; also what could not be looked at
     */
    record Report(List<String> leaks, String text) {
        /** Fails with everything that was found. */
        void mustBeClean() {
            assertTrue(leaks.isEmpty(), text);
        }
    }

    /**
     * Spark's workers tell executors the cluster's secret by this variable, which their children inherit; only their user
     * can read it.
     */
    private static final Pattern SPARK_VARIABLE = Pattern.compile("(?<!\\S)_SPARK_AUTH_SECRET=\\S*");

    /** Files that are searched, and those of them that are not. */
    private record Place(Path start, Predicate<Path> wanted) {}

    private final ProcessWatch watch = ProcessWatch.start();
    private final Map<String, String> given = new TreeMap<>();
    private final Set<Path> keeps = new TreeSet<>();
    private final Map<String, Place> places = new TreeMap<>();
    private final Map<String, String> texts = new TreeMap<>();
    private final Set<String> labs = new TreeSet<>();
    private Predicate<String> mayHaveItInEnvironment = command -> command.contains("ipmitool");

    private final List<String> leaks = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    private SecretHunt() {}

    /** Begins to watch the process list. */
    static SecretHunt start() {
        return new SecretHunt();
    }

    /** A secret of the test's own, such as a controller's password. */
    SecretHunt secret(String name, String value) {
        given.put(name, value);
        return this;
    }

    /**
     * A file that keeps a secret, or a directory with nothing else: read when the run is over; nobody but the owner may read
     * them. It need not be there yet.
     */
    SecretHunt keptIn(Path fileOrDirectory) {
        keeps.add(fileOrDirectory.toAbsolutePath());
        return this;
    }

    /** A file or directory in which no secret may be but in the files that keep them. */
    SecretHunt look(String what, Path fileOrDirectory) {
        return look(what, fileOrDirectory, path -> true);
    }

    /** The same of some files only, by their path below it. */
    SecretHunt look(String what, Path fileOrDirectory, Predicate<Path> wanted) {
        places.put(what, new Place(fileOrDirectory.toAbsolutePath(), wanted));
        return this;
    }

    /** What was printed, or otherwise came to be known. */
    SecretHunt text(String what, String content) {
        texts.put(what, content);
        return this;
    }

    /** The hosts of a lab, all that is on them, and the lab's own keys. */
    SecretHunt lab(String name) {
        labs.add(name);
        return this;
    }

    /**
     * Besides ipmitool, which is told the password this way, those that inherit a variable that the test
     * set.
     *
     * @param command whether a command line is theirs
     */
    SecretHunt environmentOf(Predicate<String> command) {
        mayHaveItInEnvironment = mayHaveItInEnvironment.or(command);
        return this;
    }

    /** Stops watching and searches. */
    Report end() {
        watch.close();
        labs.forEach(lab -> keepKeys(Path.of("/var/lib/petaforge/labs", lab)));
        Map<String, String> secrets = new TreeMap<>(given);
        keeps.forEach(keep -> secrets.putAll(read(keep)));
        // Shown by ceph -s to anybody.
        secrets.keySet().removeIf(name -> name.endsWith("ceph/fsid"));
        Needles needles = new Needles(secrets);
        line(
                "secrets",
                needles.secrets() + " in " + needles.forms() + " forms: "
                        + String.join(", ", new TreeSet<>(needles.names())));
        mustBe(needles.secrets() > 0, "no secret is known: there was nothing to look for");
        control(needles, secrets);
        processes(needles);
        texts.forEach((what, content) -> {
            line(what, content.length() + " characters");
            needles.in(content).forEach(hit -> leaks.add(what + " holds " + hit));
        });
        places.forEach((what, place) -> search(what, place, needles));
        labs.forEach(lab -> hosts(lab, needles));
        StringBuilder text = new StringBuilder("looked for secrets:\n");
        lines.forEach(line -> text.append("  ").append(line).append('\n'));
        text.append(leaks.isEmpty() ? "no leak\n" : leaks.size() + " leaks:\n");
        leaks.forEach(leak -> text.append("  ").append(leak).append('\n'));
        return new Report(List.copyOf(leaks), text.toString());
    }

    @Override
    public void close() {
        watch.close();
    }

    private void mustBe(boolean condition, String otherwise) {
        if (!condition) {
            leaks.add(otherwise);
        }
    }

    private void line(String what, String found) {
        lines.add(what + ": " + found);
    }

    /** The search finds each secret where it is certain to be. */
    private void control(Needles needles, Map<String, String> secrets) {
        Set<String> found = new TreeSet<>();
        secrets.forEach((name, value) -> needles.in("x" + value + "y").forEach(hit -> found.add(hit.secret())));
        mustBe(found.containsAll(needles.names()), "the search does not find all secrets in their own files: " + found);
    }

    private void processes(Needles needles) {
        Map<String, ProcessWatch.Seen> commandLines = watch.commandLines();
        Map<String, ProcessWatch.Seen> environments = watch.environments();
        line(
                "process list",
                watch.looks() + " looks, " + watch.processes() + " processes, " + commandLines.size()
                        + " command lines, " + environments.size() + " environments");
        mustBe(watch.saw(), "the watch did not see the process that was made for it to see");
        commandLines.forEach((commandLine, process) -> needles.in(commandLine.getBytes(ISO_8859_1))
                .forEach(hit -> leaks.add("arguments of " + process + " hold " + hit)));
        Set<String> may = new TreeSet<>();
        environments.forEach((environment, process) -> {
            String others = SPARK_VARIABLE.matcher(environment).replaceAll("");
            Set<Needles.Hit> leaking = needles.in(others.getBytes(ISO_8859_1));
            needles.in(environment.getBytes(ISO_8859_1)).forEach(hit -> {
                if (!leaking.contains(hit) || mayHaveItInEnvironment.test(process.commandLine())) {
                    may.add(hit.secret());
                } else {
                    leaks.add("environment of " + process + " holds " + hit);
                }
            });
        });
        if (!may.isEmpty()) {
            line("in the environment of those who must have them", String.join(", ", may));
        }
    }

    private void search(String what, Place place, Needles needles) {
        SearchedFiles searched = SearchedFiles.below(
                place.start(),
                needles,
                path -> place.wanted().test(path)
                        && keeps.stream()
                                .noneMatch(keep -> place.start().resolve(path).startsWith(keep)));
        line(what, searched.files() + " files, " + searched.bytes() / 1024 + " KiB");
        mustBe(searched.files() > 0, what + ": there is no file in " + place.start());
        searched.holders()
                .forEach(holder -> leaks.add(what + ": " + place.start().resolve(holder.path()) + " (" + holder.octal()
                        + ") holds " + holder.hits()));
    }

    private void hosts(String lab, Needles needles) {
        List<HostSearch> hosts = HostSearch.ofLab(lab, needles);
        mustBe(!hosts.isEmpty(), "the lab " + lab + " has no hosts");
        Set<String> kept = new TreeSet<>();
        hosts.forEach(host -> {
            line(
                    host.name(),
                    host.files() + " files, " + host.bytes() / 1024 / 1024 + " MiB, journal "
                            + host.journalBytes() / 1024 + " KiB; secrets in "
                            + host.kept().size()
                            + " files that only their users may read");
            mustBe(host.files() > 0 && host.journalBytes() > 0, host.name() + " could not be searched");
            leaks.addAll(host.leaks());
            kept.addAll(host.kept());
        });
        lines.add("kept on hosts:");
        kept.forEach(one -> lines.add("  " + one));
    }

    /** The operator's key and the hosts'. */
    private void keepKeys(Path lab) {
        try (Stream<Path> files = Files.find(
                lab, 3, (file, a) -> file.getFileName().toString().matches("(id|ssh_host)_ed25519(_key)?"))) {
            files.forEach(this::keptIn);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + lab, e);
        }
    }

    private Map<String, String> read(Path keep) {
        Map<String, String> secrets = new TreeMap<>();
        try (Stream<Path> files = Files.walk(keep)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0777;
                mustBe((mode & 077) == 0, String.format("%s keeps a secret and has mode %04o", file, mode));
                String name = keep.getParent().relativize(file).toString();
                secrets.put(keep.equals(file) ? file.toString() : name, Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + keep, e);
        }
        return secrets;
    }
}
