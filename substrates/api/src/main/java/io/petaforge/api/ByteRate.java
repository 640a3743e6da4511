package io.petaforge.api;

import java.util.Locale;

/**
 * Bytes per second, as storage throughput is given: {@code 20MB/s}, {@code 1.4GiB/s}. Shown in decimal units, as drives and
 * links are sold. Links themselves are {@link BitRate}s.
 */
public record ByteRate(long bytesPerSecond) implements Comparable<ByteRate> {
    /** So much that nothing is ever limited by it. */
    public static final ByteRate UNLIMITED = new ByteRate(Long.MAX_VALUE);

    private static final double GIB = 1 << 30;

    public ByteRate {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("a rate cannot be negative: " + bytesPerSecond);
        }
    }

    /**
     * This much each second.
     *
     * @throws IllegalArgumentException when that is nothing
     */
    public static ByteRate ofSecond(ByteSize perSecond) {
        if (perSecond.bytes() <= 0) {
            throw new IllegalArgumentException("a throughput must be more than zero");
        }
        return new ByteRate(perSecond.bytes());
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
        return ofSecond(ByteSize.parse(trimmed.substring(0, trimmed.length() - 2)));
    }

    /** The rate nearest to so many bytes per second; infinity is {@link #UNLIMITED}. */
    public static ByteRate of(double bytesPerSecond) {
        return new ByteRate(Math.round(bytesPerSecond));
    }

    /** A rate of so many MB/s (10^6 bytes). */
    public static ByteRate ofMB(double megabytes) {
        return of(megabytes * 1e6);
    }

    /** A rate of so many GB/s (10^9 bytes). */
    public static ByteRate ofGB(double gigabytes) {
        return of(gigabytes * 1e9);
    }

    /** A rate of so many GiB/s (2^30 bytes). */
    public static ByteRate ofGiB(double gibibytes) {
        return of(gibibytes * GIB);
    }

    /** What a link of this rate carries each way, before any overhead: 8 bits are a byte. */
    public static ByteRate ofLink(BitRate link) {
        return new ByteRate(link.bitsPerSecond() / 8);
    }

    /** What passes in a second. */
    public ByteSize perSecond() {
        return new ByteSize(bytesPerSecond);
    }

    /** In GiB/s. */
    public double gibibytes() {
        return bytesPerSecond / GIB;
    }

    @Override
    public int compareTo(ByteRate other) {
        return Long.compare(bytesPerSecond, other.bytesPerSecond);
    }

    /** Decimal, such as {@code 1.25 GB/s}. */
    @Override
    public String toString() {
        if (equals(UNLIMITED)) {
            return "unlimited";
        }
        String[] units = {"B/s", "kB/s", "MB/s", "GB/s", "TB/s"};
        double value = bytesPerSecond;
        int unit = 0;
        while (unit < units.length - 1 && value >= 999.5) {
            value /= 1000;
            unit++;
        }
        return String.format(
                Locale.ROOT, value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }
}
