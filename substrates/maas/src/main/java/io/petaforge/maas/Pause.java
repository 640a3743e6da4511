package io.petaforge.maas;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.time.Clock;
import java.time.Duration;

/** Time as the driver sees it: tests run a fake MAAS through hours in a moment. */
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
                        "PF-MAAS-030",
                        "Stopped while MAAS was working.",
                        "Run the same command again: it goes on with the machines that are recorded."));
    }
}
