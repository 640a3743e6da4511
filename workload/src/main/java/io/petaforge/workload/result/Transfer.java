package io.petaforge.workload.result;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Bytes moved in one direction.
 *
 * @param bytes payload, without protocol
 * @param seconds wall time from the first operation's begin to the last one's end; start-up and warm-up are outside
 * @param micros duration of every object's operation in microseconds, in no particular order
 */
public record Transfer(long bytes, double seconds, List<Long> micros) {
    /** Nothing was moved. */
    public static final Transfer NONE = new Transfer(0, 0, List.of());

    public Transfer {
        requireNonNull(micros, "micros");
        micros = List.copyOf(micros);
    }

    /** Bytes per second; 0 when nothing was moved. */
    public double rate() {
        return seconds > 0 ? bytes / seconds : 0;
    }
}
