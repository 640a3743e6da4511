package io.petaforge.storage.predict;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteRate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A throughput and why it is not more.
 *
 * @param rate of the users' bytes, over the whole cluster
 * @param limiter the component with the lowest ceiling
 * @param ceilings what each component alone would allow, the limiter's among them
 */
public record Limited(ByteRate rate, Component limiter, Map<Component, ByteRate> ceilings) {
    public Limited {
        requireNonNull(rate, "rate");
        requireNonNull(limiter, "limiter");
        ceilings = Collections.unmodifiableMap(new EnumMap<>(ceilings));
    }

    /** The lowest of the ceilings; of equal ones the first in the order of {@link Component}. */
    static Limited by(Map<Component, ByteRate> ceilings) {
        Map.Entry<Component, ByteRate> lowest = new EnumMap<>(ceilings)
                .entrySet().stream()
                        .min(Map.Entry.comparingByValue())
                        .orElseThrow(() -> new IllegalArgumentException("nothing that could limit"));
        return new Limited(lowest.getValue(), lowest.getKey(), ceilings);
    }
}
