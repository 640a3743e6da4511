package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Cidr;
import java.util.Optional;

/**
 * A shared segment of one rack, or of all.
 *
 * @param purpose {@code public}, {@code cluster} or {@code oob}
 * @param vlan its VLAN; 0 where it has none (the out-of-band network is cabled apart)
 * @param range its addresses
 * @param gateway the address that its hosts send everything else to; on every leaf of the rack
 * @param overlay how it spans all racks, if it does
 */
public record Subnet(String purpose, int vlan, Cidr range, String gateway, Optional<Overlay> overlay) {
    /** Purpose of the segment in which services listen. */
    public static final String PUBLIC = "public";

    /** Purpose of the segment in which storage daemons speak to one another. */
    public static final String CLUSTER = "cluster";

    /** A segment of one rack. */
    public Subnet(String purpose, int vlan, Cidr range, String gateway) {
        this(purpose, vlan, range, gateway, Optional.empty());
    }

    public Subnet {
        requireNonNull(purpose, "purpose");
        requireNonNull(range, "range");
        requireNonNull(gateway, "gateway");
        requireNonNull(overlay, "overlay");
    }

    /** The gateway with the segment's prefix length. */
    public String gatewayAddress() {
        return gateway + "/" + range.length();
    }
}
