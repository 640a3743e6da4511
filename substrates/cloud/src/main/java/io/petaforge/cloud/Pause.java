package io.petaforge.cloud;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.time.Clock;
import java.time.Duration;

/** Time as the drivers see it: tests run a cloud through hours in a moment. */
public interface Pause {
    /** Waits that long. */
    void sleep(Duration duration);

    /** What time it is. */
    Clock clock();

    /** Real time. */
    static Pause real() {
        return new Pause() {
            @Override
            public void sleep(Duration duration) {
                try {
                    Thread.sleep(duration.toMillis());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw interrupted();
                }
            }

            @Override
            public Clock clock() {
                return Clock.systemUTC();
            }
        };
    }

    /** The failure of a wait that the operator ended. */
    static PetaforgeException interrupted() {
        return new PetaforgeException(
                ExitCode.INTERRUPTED,
                Problem.of(
                        "PF-CLOUD-002",
                        "Stopped while the cloud was working.",
                        "Run the same command again: it goes on with what is recorded, or 'destroy' gives it back."));
    }
}
