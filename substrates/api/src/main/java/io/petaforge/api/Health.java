package io.petaforge.api;

/** How well a part is, as its own thresholds say. */
public enum Health {
    OK,
    WARNING,
    CRITICAL,
    /** Not read, not present, or without thresholds. */
    UNKNOWN
}
