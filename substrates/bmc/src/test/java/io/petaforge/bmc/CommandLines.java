package io.petaforge.bmc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Reads every process's command line of this machine again and again, as any user of it could, and keeps them. */
final class CommandLines implements AutoCloseable {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicLong samples = new AtomicLong();
    private final Thread thread = new Thread(this::sample, "command-lines");
    private volatile boolean over;

    CommandLines() {
        thread.setDaemon(true);
        thread.start();
    }

    private void sample() {
        while (!over) {
            try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (Path process : processes) {
                    read(process.resolve("cmdline"));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            samples.incrementAndGet();
        }
    }

    private void read(Path file) {
        try {
            seen.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' '));
        } catch (IOException e) {
            // It ended meanwhile.
            return;
        }
    }

    /** Every command line that was there at some moment. */
    Set<String> seen() {
        return Set.copyOf(seen);
    }

    long samples() {
        return samples.get();
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
    }
}
