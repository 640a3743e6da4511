package io.petaforge.cli;

import io.petaforge.api.MemoryUse;
import io.petaforge.api.Substrate;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at the machines' memory twice a second, where the substrate can tell it, and keeps the most it saw. */
final class MemoryWatch implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 500;

    private final AtomicLong peak = new AtomicLong();
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "memory-watch");
        thread.setDaemon(true);
        return thread;
    });

    MemoryWatch(Substrate substrate, String cluster) {
        substrate
                .capability(MemoryUse.class)
                .ifPresent(memory -> looker.scheduleAtFixedRate(
                        () -> peak.accumulateAndGet(memory.memoryInUse(cluster), Math::max),
                        INTERVAL_MILLIS,
                        INTERVAL_MILLIS,
                        TimeUnit.MILLISECONDS));
    }

    /** The most that was seen; empty where the substrate cannot tell. */
    Optional<Long> peak() {
        return Optional.of(peak.get()).filter(bytes -> bytes > 0);
    }

    @Override
    public void close() {
        looker.shutdownNow();
    }
}
