package io.petaforge.network.dc;

import java.util.Locale;

/** Where layer 3 begins. */
public enum Design {
    /** Routing on the host: each host announces its own loopback over BGP to every leaf of its rack. */
    L3_HOST,
    /** A subnet per rack with its gateway on the leaf, or redundant on two leaves; BGP between switches only. */
    L3_TOR,
    /** A shared segment over the routed fabric (VXLAN, BGP EVPN). */
    L2_L3_HYBRID,
    /** One broadcast domain on one leaf or one pair of leaves, without spines. */
    FLAT_L2;

    /** As written in an inventory, such as {@code l3-host}. */
    public String yaml() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether hosts run BGP themselves. */
    public boolean hostsRoute() {
        return this == L3_HOST;
    }
}
