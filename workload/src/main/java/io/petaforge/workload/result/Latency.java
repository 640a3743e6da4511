package io.petaforge.workload.result;

import java.util.Collection;

/**
 * Percentiles of durations, in milliseconds. Nearest rank: every figure is a duration that occurred, so with few samples
 * the high percentiles are the slowest one, not a guess beyond it.
 *
 * @param count number of samples; when it is 0 so is everything else
 */
public record Latency(int count, double p50, double p95, double p99, double max) {
    /** The percentiles of durations given in microseconds. */
    public static Latency ofMicros(Collection<Long> micros) {
        if (micros.isEmpty()) {
            return new Latency(0, 0, 0, 0, 0);
        }
        long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Latency(
                sorted.length,
                rank(sorted, 50),
                rank(sorted, 95),
                rank(sorted, 99),
                sorted[sorted.length - 1] / 1000.0);
    }

    private static double rank(long[] sorted, int percent) {
        int index = (int) Math.ceil(sorted.length * (percent / 100.0)) - 1;
        return sorted[Math.max(index, 0)] / 1000.0;
    }
}
