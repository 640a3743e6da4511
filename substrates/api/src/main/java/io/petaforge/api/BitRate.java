package io.petaforge.api;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bits per second, as links are sold: {@code 25G}, {@code 100Gbit/s}, {@code 200 Mbit/s}; powers of 1000. */
public record BitRate(long bitsPerSecond) implements Comparable<BitRate> {
    private static final Pattern TEXT =
            Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)(?:bit/s|bps|b/s|bit)?\\s*", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Long> UNITS =
            Map.of("", 1L, "k", 1_000L, "m", 1_000_000L, "g", 1_000_000_000L, "t", 1_000_000_000_000L);

    public BitRate {
        if (bitsPerSecond <= 0) {
            throw new IllegalArgumentException("a rate must be more than zero: " + bitsPerSecond);
        }
    }

    /** A rate of whole gigabits per second. */
    public static BitRate ofGbit(long gigabits) {
        return new BitRate(Math.multiplyExact(gigabits, 1_000_000_000L));
    }

    /**
     * Reads a rate with its unit.
     *
     * @throws IllegalArgumentException when the text is not a rate; the message says what to write
     */
    public static BitRate parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' is not a bit rate: write for example 25G or 200Mbit/s");
        }
        // "10GB/s" is what people write for bytes: eight times what would be read.
        if (text.contains("B")) {
            throw new IllegalArgumentException(
                    "'" + text + "' counts bytes, not bits: write for example 25G or 200Mbit/s");
        }
        try {
            return new BitRate(new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(unit))
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is more than any link carries", e);
        }
    }

    @Override
    public int compareTo(BitRate other) {
        return Long.compare(bitsPerSecond, other.bitsPerSecond);
    }

    @Override
    public String toString() {
        String[] units = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};
        BigDecimal value = BigDecimal.valueOf(bitsPerSecond);
        int unit = 0;
        while (unit < units.length - 1 && value.compareTo(BigDecimal.valueOf(1000)) >= 0) {
            value = value.movePointLeft(3);
            unit++;
        }
        return value.setScale(2, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString() + " " + units[unit];
    }
}
