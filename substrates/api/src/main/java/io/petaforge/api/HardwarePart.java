package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A part of a machine that is replaced as a whole, or a piece of its firmware.
 *
 * @param name as the machine names it
 * @param fields what is known of it in the machine's own words, such as {@code Product Serial} or {@code Version}
 */
public record HardwarePart(String name, Map<String, String> fields) {
    public HardwarePart {
        requireNonNull(name, "name");
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
