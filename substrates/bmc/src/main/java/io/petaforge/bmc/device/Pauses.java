package io.petaforge.bmc.device;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.time.Duration;

/** Waiting, and the time that passes: real, but for tests. */
public interface Pauses {
    /** Nanoseconds since some moment. */
    long nanoTime();

    /** Lets time pass. */
    void sleep(Duration duration);

    /** Real time. */
    static Pauses real() {
        return new Pauses() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration duration) {
                try {
                    Thread.sleep(duration.toMillis());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new PetaforgeException(
                            ExitCode.INTERRUPTED,
                            Problem.of(
                                    "PF-BMC-018",
                                    "Stopped while waiting for a management controller.",
                                    "Look at the machines' power (petaforge power status) and run the command again."),
                            e);
                }
            }
        };
    }
}
