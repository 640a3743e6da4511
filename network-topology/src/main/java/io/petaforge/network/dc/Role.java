package io.petaforge.network.dc;

import java.util.Locale;

/** What a device is in the fabric, from the top. */
public enum Role {
    SUPER_SPINE,
    SPINE,
    LEAF,
    HOST;

    /** For people, such as {@code super-spine}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
