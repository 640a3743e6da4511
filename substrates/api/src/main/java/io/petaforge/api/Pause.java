package io.petaforge.api;

import java.time.Clock;
import java.time.Duration;

/** Time as drivers see it that wait for a service: tests run a fake one through hours in a moment. */
public interface Pause {
    /** Waits that long. */
    void sleep(Duration duration);

    /** What time it is. */
    Clock clock();

    /**
     * Real time.
     *
     * @param stopped what is said when the operator ends a wait
     */
    static Pause real(Problem stopped) {
        return new Pause() {
            @Override
            public void sleep(Duration duration) {
                try {
                    Thread.sleep(duration.toMillis());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new PetaforgeException(ExitCode.INTERRUPTED, stopped, e);
                }
            }

            @Override
            public Clock clock() {
                return Clock.systemUTC();
            }
        };
    }
}
