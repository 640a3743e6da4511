package io.petaforge.api;

/** What a machine boots from. */
public enum BootDevice {
    /** What its own boot order says. */
    DEFAULT,
    /** The network. */
    PXE,
    DISK,
    CDROM,
    /** The firmware's set-up screen. */
    SETUP
}
