package io.petaforge.lifetime;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * From when to when a cluster is.
 *
 * @param begun when its machines were first asked for
 * @param end when they switch themselves off
 */
public record Lifetime(Instant begun, Instant end) {
    public Lifetime {
        requireNonNull(begun, "begun");
        requireNonNull(end, "end");
    }

    /** How long it is from its beginning to its end. */
    public Duration whole() {
        return Duration.between(begun, end);
    }

    /** What is left of it, never less than nothing. */
    public Duration left(Instant now) {
        return isOver(now) ? Duration.ZERO : Duration.between(now, end);
    }

    /** Whether the machines are off by now. */
    public boolean isOver(Instant now) {
        return !now.isBefore(end);
    }
}
