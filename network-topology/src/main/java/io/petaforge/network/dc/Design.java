package io.petaforge.network.dc;

import java.util.Locale;

/** Where layer 3 begins. */
public enum Design {
    /** Routing on the host: each host announces its own loopback over BGP to every leaf of its rack. */
    L3_HOST,
    /** A subnet per rack with its gateway on the leaf, or redundant on two leaves; BGP between switches only. */
    L3_TOR,
    /**
     * One segment in every rack over the routed fabric: VXLAN between the leaves, whose loopbacks are the tunnels' ends, BGP
     * EVPN beside the sessions' IPv4 routes, and the same gateway on every leaf.
     */
    L2_L3_HYBRID,
    /** One broadcast domain on one leaf or one pair of leaves, without spines. */
    FLAT_L2,
    /** Somebody else's network: hosts keep the addresses they have, and nothing of it is set up. See {@link ExistingNetwork}. */
    EXISTING;

    /** As written in an inventory, such as {@code l3-host}. */
    public String yaml() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the segments of all racks are one. */
    public boolean spansRacks() {
        return this == L2_L3_HYBRID;
    }

    /** Whether hosts run BGP themselves. */
    public boolean hostsRoute() {
        return this == L3_HOST;
    }
}
