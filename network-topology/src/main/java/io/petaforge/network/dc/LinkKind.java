package io.petaforge.network.dc;

/** Between which tiers a link runs. */
public enum LinkKind {
    /** Host to leaf. */
    HOST,
    /** Leaf to leaf of one rack, for hosts whose two ports are one bond. */
    PEER,
    /** Leaf to spine. */
    UPLINK,
    /** Spine to super-spine. */
    CORE
}
