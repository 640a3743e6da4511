package io.petaforge.maas;

import java.time.Duration;
import java.util.Optional;

/** Whether a request that did not get through is sent again, and when. Pure. */
final class Retry {
    /** With doubling waits, 31 s: a region controller that restarts is back by then. */
    static final int ATTEMPTS = 6;

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Retry() {}

    /**
     * The wait before the next attempt; empty when the answer stands.
     *
     * @param attempt of those made, from 1
     */
    static Optional<Duration> after(Call call, Reply reply, int attempt) {
        if (attempt >= ATTEMPTS) {
            return Optional.empty();
        }
        if (reply.status() == 503 && reply.retryAfterSeconds().isPresent()) {
            // MAAS's way of saying that it has done nothing yet: safe for every request.
            Duration asked =
                    Duration.ofSeconds(Math.max(1, reply.retryAfterSeconds().get()));
            return Optional.of(asked.compareTo(LONGEST) > 0 ? LONGEST : asked);
        }
        boolean passing = reply.status() == 502 || reply.status() == 503 || reply.status() == 504;
        return passing && call.repeatable() ? Optional.of(backOff(attempt)) : Optional.empty();
    }

    /** The wait after a connection that broke; empty when the request may have been carried out. */
    static Optional<Duration> afterBreak(Call call, boolean neverSent, int attempt) {
        return attempt < ATTEMPTS && (call.repeatable() || neverSent)
                ? Optional.of(backOff(attempt))
                : Optional.empty();
    }

    private static Duration backOff(int attempt) {
        return Duration.ofSeconds(1L << (attempt - 1));
    }
}
