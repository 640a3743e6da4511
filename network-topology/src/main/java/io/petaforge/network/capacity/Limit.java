package io.petaforge.network.capacity;

import static java.util.Objects.requireNonNull;

/**
 * Something there is only so much of.
 *
 * @param what such as {@code racks} or {@code routes of a leaf}
 * @param used by the plan
 * @param available in all
 * @param change what gives more
 */
public record Limit(String what, long used, long available, String change) {
    public Limit {
        requireNonNull(what, "what");
        requireNonNull(change, "change");
    }

    /** Whether the plan needs more than there is. */
    public boolean exceeded() {
        return used > available;
    }
}
