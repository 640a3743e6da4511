package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import io.petaforge.api.PortRef;

/**
 * A cable with both ends.
 *
 * @param kind between which tiers
 * @param a the lower tier's end
 * @param b the higher tier's end
 * @param rate both ends run at it
 * @param metres the stock length to buy
 * @param medium what kind of cable
 */
public record Link(LinkKind kind, PortRef a, PortRef b, BitRate rate, int metres, Medium medium) {
    public Link {
        requireNonNull(kind, "kind");
        requireNonNull(a, "a");
        requireNonNull(b, "b");
        requireNonNull(rate, "rate");
        requireNonNull(medium, "medium");
    }
}
