package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

/**
 * What makes a segment of one rack the same segment in every rack: VXLAN between the leaves' loopbacks, with BGP EVPN to say
 * who is where.
 *
 * @param vni VXLAN network identifier
 * @param routeTarget of every leaf, written {@code VNI:VNI}: the one that FRR would derive holds the leaf's own AS number,
 *     and every leaf has another
 * @param gatewayMac the gateway's hardware address, the same on every leaf, so that a host keeps its neighbour entry
 */
public record Overlay(int vni, String routeTarget, String gatewayMac) {
    /** Outer IPv4 (20), UDP (8), VXLAN (8) and inner Ethernet header (14; tags end at the leaf): RFC 7348. */
    public static final int BYTES = 50;

    /** Locally administered, so that no vendor's card has it. */
    private static final String GATEWAY_MAC = "02:50:46:00:00:01";

    public Overlay {
        requireNonNull(routeTarget, "routeTarget");
        requireNonNull(gatewayMac, "gatewayMac");
        // A route target and a route distinguisher of these forms have 16 bits for it, although VXLAN has 24.
        if (vni < 1 || vni > 65_535) {
            throw new IllegalArgumentException("VNI " + vni + " is not one of 1 to 65535");
        }
    }

    /** The overlay of a VLAN: its number and ten thousand, so that one shows the other and small numbers stay free. */
    static Overlay ofVlan(int vlan) {
        int vni = 10_000 + vlan;
        return new Overlay(vni, vni + ":" + vni, GATEWAY_MAC);
    }
}
