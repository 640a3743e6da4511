package io.petaforge.bmc.ipmi;

import io.petaforge.api.Health;
import io.petaforge.api.SensorReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code sdr elist full}: name, number, status, entity, reading. */
final class SdrOutput {
    private static final Pattern NUMBER = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?) (.+)");

    private SdrOutput() {}

    /** The sensors in the controller's order. */
    static List<SensorReading> parse(String output) {
        List<SensorReading> readings = new ArrayList<>();
        output.lines()
                .map(line -> line.split("\\|", -1))
                .filter(c -> c.length == 5)
                .forEach(columns -> {
                    String shown = columns[4].strip();
                    Health health = health(columns[2].strip().toLowerCase(Locale.ROOT));
                    Matcher number = NUMBER.matcher(shown);
                    if (number.matches()) {
                        readings.add(new SensorReading(columns[0].strip(), number.group(1), number.group(2), health));
                    } else {
                        boolean nothing = shown.equals("No Reading") || shown.equals("Disabled");
                        readings.add(new SensorReading(columns[0].strip(), nothing ? "" : shown, "", health));
                    }
                });
        return List.copyOf(readings);
    }

    /** {@code lcr} and {@code unc} are lower critical, upper non-critical; 1.8.18 leaves the side out. */
    private static Health health(String status) {
        return switch (status) {
            case "ok" -> Health.OK;
            case "nc", "lnc", "unc" -> Health.WARNING;
            case "cr", "lcr", "ucr", "nr", "lnr", "unr" -> Health.CRITICAL;
            default -> Health.UNKNOWN;
        };
    }
}
