package io.petaforge.step;

import java.util.Collection;
import java.util.List;

/** What a change means to the cluster and its users, for the diff that {@code plan} shows. */
public enum Effect {
    /** Something comes into being: a file, a daemon's store, an OSD on an empty drive, a pool. */
    CREATE,
    /** Something that is there becomes another. */
    CHANGE,
    /** A daemon that does not run is started. */
    START,
    /** A daemon that runs is restarted or made to read its configuration again: who uses it may notice. */
    RESTART,
    /** Data or work is moved off something that will go. */
    DRAIN,
    /** What a drive holds is lost. */
    WIPE,
    /** Something is given up: a daemon, a record, a machine. */
    RELEASE,
    /** Nothing is changed; something is waited for. */
    WAIT;

    /** The gravest comes first: it says what a change of several parts is. */
    private static final List<Effect> BY_GRAVITY = List.of(WIPE, DRAIN, RELEASE, RESTART, CREATE, CHANGE, START, WAIT);

    /**
     * What several effects together are: the gravest of them.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Effect gravest(Collection<Effect> effects) {
        return BY_GRAVITY.stream()
                .filter(effects::contains)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no effect"));
    }
}
