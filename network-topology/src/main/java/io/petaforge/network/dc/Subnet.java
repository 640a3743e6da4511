package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Cidr;

/**
 * A shared segment of one rack.
 *
 * @param purpose {@code public}, {@code cluster} or {@code oob}
 * @param vlan its VLAN; 0 where it has none (the out-of-band network is cabled apart)
 * @param range its addresses
 * @param gateway the address that its hosts send everything else to; on every leaf of the rack
 */
public record Subnet(String purpose, int vlan, Cidr range, String gateway) {
    /** Purpose of the segment in which services listen. */
    public static final String PUBLIC = "public";

    public Subnet {
        requireNonNull(purpose, "purpose");
        requireNonNull(range, "range");
        requireNonNull(gateway, "gateway");
    }
}
