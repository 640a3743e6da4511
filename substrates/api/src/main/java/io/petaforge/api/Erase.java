package io.petaforge.api;

import java.util.Locale;

/** How drives are wiped when a machine is given back. What was asked for is done or reported as not done, never skipped. */
public enum Erase {
    /** Nothing is wiped: what the next owner finds is what was left. Remnants of Ceph stop the next deployment. */
    NONE,
    /** The beginning and the end of every drive, where labels and partition tables are: minutes. */
    QUICK,
    /** The drive's own secure erase, and zeros over the whole drive where it has none. */
    SECURE,
    /** Zeros over every drive, whole: hours. */
    FULL;

    /** As written in an inventory. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
