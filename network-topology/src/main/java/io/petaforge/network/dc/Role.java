package io.petaforge.network.dc;

/** What a device is in the fabric, from the top. */
public enum Role {
    SUPER_SPINE,
    SPINE,
    LEAF,
    HOST
}
