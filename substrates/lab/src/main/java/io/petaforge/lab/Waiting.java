package io.petaforge.lab;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks again and again at something that other processes do. */
final class Waiting {
    /** Far below what is waited for: a process's start or end. */
    private static final Duration BETWEEN = Duration.ofMillis(10);

    private Waiting() {}

    /** The first value there is; empty when the time is up. It looks at least once. */
    static <T> Optional<T> until(Duration atMost, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + atMost.toNanos();
        Optional<T> seen = look.get();
        while (seen.isEmpty() && System.nanoTime() < end) {
            pause(BETWEEN);
            seen = look.get();
        }
        return seen;
    }

    /** Whether the condition came true in time. */
    static boolean untilTrue(Duration atMost, BooleanSupplier condition) {
        return until(atMost, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.<Boolean>empty())
                .isPresent();
    }

    /** Does nothing for a while. */
    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PetaforgeException(
                    ExitCode.INTERRUPTED,
                    Problem.of(
                            "PF-LAB-018",
                            "Stopped while the lab was being changed.",
                            "Run the same command again: it continues."),
                    e);
        }
    }
}
