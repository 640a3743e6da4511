package io.petaforge.api;

import static java.util.Objects.requireNonNull;

/** A cable with both ends named, and the rate of the slower end. */
public record Cable(PortRef a, PortRef b, BitRate rate) {
    public Cable {
        requireNonNull(a, "a");
        requireNonNull(b, "b");
        requireNonNull(rate, "rate");
    }
}
