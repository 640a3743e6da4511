package io.petaforge.api;

import static java.util.Objects.requireNonNull;

/**
 * What one sensor shows.
 *
 * @param name as the machine names it, such as {@code Inlet Temp}
 * @param value what it shows, as text: a number or a state; empty when it shows nothing
 * @param unit such as {@code degrees C}, {@code RPM}, {@code Volts}, {@code Watts}; empty for states
 */
public record SensorReading(String name, String value, String unit, Health health) {
    public SensorReading {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        requireNonNull(unit, "unit");
        requireNonNull(health, "health");
    }
}
