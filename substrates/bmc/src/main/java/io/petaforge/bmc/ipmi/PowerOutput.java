package io.petaforge.bmc.ipmi;

import io.petaforge.api.PowerState;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code power status}. */
final class PowerOutput {
    private static final Pattern STATE = Pattern.compile("(?m)^Chassis Power is (on|off)\\s*$");

    private PowerOutput() {}

    /** The state; empty when the output has none. */
    static Optional<PowerState> parse(String output) {
        Matcher matcher = STATE.matcher(output);
        return matcher.find()
                ? Optional.of(matcher.group(1).equals("on") ? PowerState.ON : PowerState.OFF)
                : Optional.empty();
    }
}
