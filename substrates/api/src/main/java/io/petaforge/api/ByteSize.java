package io.petaforge.api;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, read from text once, at the edge. Units are the SI decimal ones (kB, MB, GB, TB, PB: powers of
 * 1000, as drives are sold) and the IEC binary ones (KiB, MiB, GiB, TiB, PiB: powers of 1024, as memory is sold).
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Pattern TEXT = Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]+)\\s*");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("b", 1L),
            Map.entry("kb", 1_000L),
            Map.entry("mb", 1_000_000L),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("tb", 1_000_000_000_000L),
            Map.entry("pb", 1_000_000_000_000_000L),
            Map.entry("kib", 1L << 10),
            Map.entry("mib", 1L << 20),
            Map.entry("gib", 1L << 30),
            Map.entry("tib", 1L << 40),
            Map.entry("pib", 1L << 50));

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    /** A size of whole mebibytes. */
    public static ByteSize ofMiB(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    /** A size of whole gibibytes. */
    public static ByteSize ofGiB(long gibibytes) {
        return new ByteSize(Math.multiplyExact(gibibytes, 1L << 30));
    }

    /**
     * Reads a size with its unit, such as {@code 15.36TB} or {@code 8 GiB}.
     *
     * @throws IllegalArgumentException when the number or the unit is missing or unknown; the message says what to write
     */
    public static ByteSize parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a size: write a number and a unit, such as 200GB or 8GiB");
        }
        Long unit = UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw new IllegalArgumentException(
                    "'" + matcher.group(2)
                            + "' is not a unit of size: use B, kB, MB, GB, TB, PB (powers of 1000) or KiB, MiB, GiB, TiB, PiB (powers of 1024)");
        }
        try {
            return new ByteSize(new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(unit))
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is more than 8 EiB", e);
        }
    }

    /** The sum of the two sizes. */
    public ByteSize plus(ByteSize other) {
        return new ByteSize(Math.addExact(bytes, other.bytes));
    }

    /** This size taken {@code factor} times. */
    public ByteSize times(long factor) {
        return new ByteSize(Math.multiplyExact(bytes, factor));
    }

    /** Whole mebibytes, rounded down. */
    public long mebibytes() {
        return bytes >> 20;
    }

    /** With a decimal unit and at most two digits behind the point, as drives are labelled. */
    public String decimal() {
        return render(1000, new String[] {"B", "kB", "MB", "GB", "TB", "PB"});
    }

    /** With a binary unit and at most two digits behind the point, as memory is labelled. */
    public String binary() {
        return render(1024, new String[] {"B", "KiB", "MiB", "GiB", "TiB", "PiB"});
    }

    private String render(int base, String[] units) {
        BigDecimal value = BigDecimal.valueOf(bytes);
        int unit = 0;
        while (unit < units.length - 1 && value.compareTo(BigDecimal.valueOf(base)) >= 0) {
            value = value.divide(BigDecimal.valueOf(base), 6, RoundingMode.HALF_UP);
            unit++;
        }
        return value.setScale(2, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString() + " " + units[unit];
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** In binary units where the size is a whole number of MiB, else in decimal ones. */
    @Override
    public String toString() {
        return bytes % (1L << 20) == 0 ? binary() : decimal();
    }
}
