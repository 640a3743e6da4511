package io.petaforge.api;

/** What a machine's power switch can be told. */
public enum PowerAction {
    /** Power on; a machine that is on stays as it is. */
    ON,
    /** Power off at once, without asking the operating system; a machine that is off stays off. */
    OFF,
    /** Ask the operating system to shut down, as a press on the power button does. */
    SOFT,
    /** Off, then on again; a machine that is off is switched on. */
    CYCLE,
    /** Restart at once without removing power; a machine that is off stays off and is a problem. */
    RESET
}
