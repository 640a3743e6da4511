package io.petaforge.api;

import java.util.Locale;

/** Bytes per second, as storage throughput is given: {@code 20MB/s}, {@code 1.4GiB/s}. Links are {@link BitRate}s. */
public record ByteRate(ByteSize perSecond) implements Comparable<ByteRate> {
    public ByteRate {
        if (perSecond.bytes() <= 0) {
            throw new IllegalArgumentException("a throughput must be more than zero");
        }
    }

    /**
     * Reads a throughput: a size and {@code /s}.
     *
     * @throws IllegalArgumentException when the text is not a throughput; the message says what to write
     */
    public static ByteRate parse(String text) {
        String trimmed = text.strip();
        if (!trimmed.toLowerCase(Locale.ROOT).endsWith("/s")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a throughput: write a size per second, such as 20MB/s or 1.4GiB/s");
        }
        return new ByteRate(ByteSize.parse(trimmed.substring(0, trimmed.length() - 2)));
    }

    @Override
    public int compareTo(ByteRate other) {
        return perSecond.compareTo(other.perSecond);
    }

    @Override
    public String toString() {
        return perSecond + "/s";
    }
}
