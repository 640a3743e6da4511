package io.petaforge.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs {@code bin/petaforge} as a user would: a process of its own, its streams apart. */
final class Petaforge {
    /** What one run left behind. */
    record Run(int status, String stdout, String stderr, double seconds) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(stdout);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + stdout + "\n" + stderr, e);
            }
        }

        Run mustExit(int expected) {
            if (status != expected) {
                throw new AssertionError("exit " + status + " instead of " + expected + "\n" + stdout + "\n" + stderr);
            }
            return this;
        }
    }

    private static final long PATIENCE = 180;

    private static final Path ROOT =
            Path.of(System.getProperty("petaforge.root")).toAbsolutePath().normalize();

    private final Path directory;

    /** @param directory where the runs keep their state */
    Petaforge(Path directory) {
        this.directory = directory;
    }

    static Path root() {
        return ROOT;
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        return finish(start(arguments), 900);
    }

    /** A command with an inventory, which is its last argument. */
    Run on(Path inventory, String command, String... arguments) throws IOException, InterruptedException {
        return finish(startOn(inventory, command, arguments), 900);
    }

    Started startOn(Path inventory, String command, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(arguments));
        words.add(inventory.toString());
        return start(words.toArray(String[]::new));
    }

    /** Whether a build without its proof finds nothing to do. */
    boolean isSettled(Path inventory) throws IOException, InterruptedException {
        JsonNode report = on(inventory, "build", "--no-verify", "--output", "json")
                .mustExit(0)
                .json();
        return !report.path("changed").asBoolean();
    }

    /** Starts a run and leaves it to the caller to wait for it or to kill it. */
    Started start(String... arguments) throws IOException {
        List<String> argv =
                new ArrayList<>(List.of(ROOT.resolve("bin/petaforge").toString()));
        argv.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process = new ProcessBuilder(argv)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        return new Started(process, out, err, System.nanoTime());
    }

    /** SIGKILL for a run, as soon as something is so. */
    void killWhen(BooleanSupplier moment, String... arguments) throws IOException, InterruptedException {
        Started started = start(arguments);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (!moment.getAsBoolean()) {
            if (!started.process().isAlive() || System.nanoTime() > end) {
                started.process().destroyForcibly().waitFor();
                throw new AssertionError("the moment never came: " + Files.readString(started.err()));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        // The launcher execs Java, so this is the SIGKILL of petaforge itself.
        started.process().destroyForcibly().waitFor();
        if (started.process().exitValue() != 137) {
            throw new AssertionError("ended by itself: " + Files.readString(started.err()));
        }
    }

    Run finish(Started started, long timeoutSeconds) throws IOException, InterruptedException {
        if (!started.process().waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
            started.process().destroyForcibly().waitFor();
            throw new AssertionError(
                    "still running after " + timeoutSeconds + " s\n" + Files.readString(started.err()));
        }
        double seconds = (System.nanoTime() - started.begin()) / 1e9;
        return new Run(
                started.process().exitValue(),
                Files.readString(started.out(), StandardCharsets.UTF_8),
                Files.readString(started.err(), StandardCharsets.UTF_8),
                seconds);
    }

    /** A run under way. */
    record Started(Process process, Path out, Path err, long begin) {}
}
