package io.petaforge.api;

/** Whether a machine runs, as its power switch knows it. */
public enum PowerState {
    ON,
    OFF,
    /** The substrate has no such machine. */
    ABSENT
}
