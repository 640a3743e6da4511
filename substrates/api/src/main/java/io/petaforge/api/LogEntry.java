package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One entry of a machine's hardware event log.
 *
 * @param id the entry's number or name in that log
 * @param time when it happened; empty where the controller's clock was not set
 * @param source sensor or part that it is about; empty when the log does not say
 * @param message what happened
 */
public record LogEntry(String id, Optional<Instant> time, String source, String message) {
    public LogEntry {
        requireNonNull(id, "id");
        requireNonNull(time, "time");
        requireNonNull(source, "source");
        requireNonNull(message, "message");
    }
}
