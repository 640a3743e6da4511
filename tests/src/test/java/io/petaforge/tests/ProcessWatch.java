package io.petaforge.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what the process list of this machine shows while something goes on: every command line, and every environment with
 * the command that has it. Processes of lab hosts are in it too. A process that lives shorter than the time between two
 * looks may be missed.
 */
final class ProcessWatch implements AutoCloseable {
    /** A process, by its number and its command line. */
    record Seen(String pid, String commandLine) {
        private static final int SHOWN = 60;

        @Override
        public String toString() {
            return "process " + pid + " (" + commandLine.substring(0, Math.min(SHOWN, commandLine.length())) + ")";
        }
    }

    private static final long BETWEEN_LOOKS_MILLIS = 10;

    /** So long a process is looked at each time: most that replace themselves by another do so at once. */
    private static final long YOUNG_NANOS = 2_000_000_000L;

    private static final long SHOWN_NANOS = 10_000_000_000L;

    private final Map<String, Seen> commandLines = new ConcurrentHashMap<>();
    private final Map<String, Seen> environments = new ConcurrentHashMap<>();
    private final Map<String, Long> first = new HashMap<>();
    private final Map<String, Long> last = new HashMap<>();
    private final String canary = "watched-" + UUID.randomUUID();
    private final Thread thread = new Thread(this::watch, "process-watch");
    private volatile boolean ending;
    private volatile int looks;
    private volatile long processes;

    private ProcessWatch() {}

    /** Begins to look; the first look is over when this returns. */
    static ProcessWatch start() {
        ProcessWatch watch = new ProcessWatch();
        watch.thread.setDaemon(true);
        watch.thread.start();
        while (watch.looks == 0) {
            Thread.onSpinWait();
        }
        return watch;
    }

    int looks() {
        return looks;
    }

    /** Processes that were seen. */
    long processes() {
        return processes;
    }

    /** Every command line that was seen, each byte a character, with the process that had it first. */
    Map<String, Seen> commandLines() {
        return new TreeMap<>(commandLines);
    }

    /** Every environment that was seen, each byte a character, with the command that had it first. */
    Map<String, Seen> environments() {
        return new TreeMap<>(environments);
    }

    /** Whether the process that was made for this was seen, its arguments and its environment. */
    boolean saw() {
        return commandLines.keySet().stream().anyMatch(line -> line.contains(canary))
                && environments.keySet().stream().anyMatch(environment -> environment.contains("CANARY=" + canary));
    }

    /** Shows itself a process for as long as it takes to be seen, 10 s at most, and stops. */
    @Override
    public void close() {
        if (ending) {
            return;
        }
        ProcessBuilder shown = new ProcessBuilder("sh", "-c", "read end; : " + canary);
        shown.environment().put("CANARY", canary);
        try {
            Process process = shown.start();
            long end = System.nanoTime() + SHOWN_NANOS;
            while (!saw() && System.nanoTime() < end) {
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
            process.getOutputStream().close();
            process.waitFor();
            ending = true;
            thread.join();
        } catch (IOException e) {
            throw new AssertionError("no process can be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        while (!ending) {
            String[] present = new File("/proc").list((directory, name) -> Character.isDigit(name.charAt(0)));
            long now = System.nanoTime();
            for (String pid : present == null ? new String[0] : present) {
                long since = first.computeIfAbsent(pid, p -> {
                    processes++;
                    return now;
                });
                if (now - since < YOUNG_NANOS || now - last.getOrDefault(pid, 0L) > YOUNG_NANOS) {
                    last.put(pid, now);
                    look(pid);
                }
            }
            // Numbers are given again.
            first.keySet().retainAll(Arrays.asList(present == null ? new String[0] : present));
            last.keySet().retainAll(first.keySet());
            looks++;
            try {
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look(String pid) {
        try {
            String line = words(Path.of("/proc", pid, "cmdline"));
            if (line.isEmpty()) {
                return;
            }
            Seen seen = new Seen(pid, line);
            commandLines.putIfAbsent(line, seen);
            String environment = words(Path.of("/proc", pid, "environ"));
            if (!environment.isEmpty()) {
                environments.putIfAbsent(environment, seen);
            }
        } catch (IOException e) {
            // It has ended.
        }
    }

    private static String words(Path file) throws IOException {
        return new String(Files.readAllBytes(file), ISO_8859_1)
                .replace('\0', ' ')
                .strip();
    }
}
