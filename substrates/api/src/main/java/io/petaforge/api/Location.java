package io.petaforge.api;

import static java.util.Objects.requireNonNull;

/** Where a machine stands: its rack is the failure domain that everything is spread over. */
public record Location(String rack) {
    public Location {
        requireNonNull(rack, "rack");
    }
}
