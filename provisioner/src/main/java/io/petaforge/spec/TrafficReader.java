package io.petaforge.spec;

import io.petaforge.api.BitRate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code network.hardware.traffic}. */
final class TrafficReader {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)\\s*(min|h|d)");

    private static final Map<String, Integer> SECONDS = Map.of("min", 60, "h", 3600, "d", 86_400);

    private static final Pattern SHARE = Pattern.compile("0?\\.\\d{1,4}|1(\\.0*)?");

    /** The rest is for headers and for flows that spread unevenly over equal paths. */
    private static final double USABLE = 0.8;

    private TrafficReader() {}

    static Optional<HardwareSpec.Traffic> read(Fields hardware) {
        if (!hardware.has("traffic")) {
            return Optional.empty();
        }
        Fields fields = hardware.section("traffic", "network.hardware.traffic");
        Optional<Duration> recovery = fields.require(
                        "recovery",
                        "Say how soon everything on a lost host or rack must be stored elsewhere again, such as"
                                + " 'recovery: 8h'.")
                .flatMap(cursor -> cursor.value(TrafficReader::duration));
        Optional<BitRate> client = fields.require(
                        "client-per-host",
                        "Say what each host sends to clients in everyday use, such as 'client-per-host: 2G'.")
                .flatMap(cursor -> cursor.value(Forms.bitRate()));
        Optional<BitRate> shuffle = fields.require(
                        "shuffle-per-host",
                        "Say what each host sends while Spark shuffles, such as 'shuffle-per-host: 10G'.")
                .flatMap(cursor -> cursor.value(Forms.bitRate()));
        HardwareSpec.Traffic traffic = new HardwareSpec.Traffic(
                fields.optional("stored-per-host", Forms.size()),
                recovery.orElse(Duration.ofHours(8)),
                client.orElse(BitRate.ofGbit(1)),
                shuffle.orElse(BitRate.ofGbit(1)),
                fields.value("usable", TrafficReader::share, USABLE));
        return Optional.of(traffic);
    }

    /** A duration as inventories write it. */
    static String words(Duration duration) {
        return duration.toMinutes() % 60 == 0 ? duration.toHours() + "h" : duration.toMinutes() + "min";
    }

    private static Duration duration(String text) throws BadValue {
        Matcher matcher = DURATION.matcher(text);
        String fix = "Write a number and min, h or d, such as 8h.";
        if (!matcher.matches()) {
            throw new BadValue(InventoryCode.UNIT, "'" + text + "' is not a length of time", fix);
        }
        int unit = SECONDS.getOrDefault(matcher.group(2), 1);
        long seconds = new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .longValue();
        if (seconds < 60) {
            throw new BadValue(InventoryCode.NUMBER, text + " is less than any recovery takes", "Write 1min or more.");
        }
        return Duration.ofSeconds(seconds / 60 * 60);
    }

    private static double share(String text) throws BadValue {
        if (!SHARE.matcher(text).matches() || Double.parseDouble(text) < 0.05) {
            throw new BadValue(
                    InventoryCode.NUMBER,
                    "'" + text + "' is not the share of a link that can be used",
                    "Write a number from 0.05 to 1; 0.8 leaves room for headers and uneven flows.");
        }
        return Double.parseDouble(text);
    }
}
