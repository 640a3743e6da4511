package io.petaforge.network.capacity;

import java.util.Locale;

/**
 * One thing that fails.
 *
 * @param kind what it is
 * @param at index of the switch, or of the edge between switches; for a host's link that of its rack
 * @param host of a host's link: which of the rack's hosts
 * @param leaf of a host's link: to which of the rack's leaves
 * @param link of a host's link: which of several to that leaf
 */
record Fault(Kind kind, int at, int host, int leaf, int link) {
    enum Kind {
        HOST_LINK,
        PEER_LINK,
        UPLINK,
        CORE_LINK,
        LEAF,
        SPINE,
        SUPER_SPINE;

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("super spine", "super-spine");
        }
    }

    static Fault of(Kind kind, int at) {
        return new Fault(kind, at, -1, -1, -1);
    }
}
