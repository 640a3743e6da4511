package io.petaforge.step;

import static java.util.Objects.requireNonNull;

/**
 * A systemd unit as it was found.
 *
 * @param load {@code loaded}, {@code not-found}, {@code masked}; empty where systemd does not answer
 * @param active {@code active}, {@code inactive}, {@code failed}, {@code activating}, ...; empty as above
 * @param file {@code enabled}, {@code disabled}, {@code static}, ...; empty for a unit without a file
 * @param reloadNeeded systemd has an older version of the unit's files in memory
 * @param applied hash of the inputs with which it was last started by us; empty when never
 */
public record UnitState(String load, String active, String file, boolean reloadNeeded, String applied) {
    /** Nothing is known of the unit. */
    public static final UnitState ABSENT = new UnitState("", "", "", false, "");

    public UnitState {
        requireNonNull(load, "load");
        requireNonNull(active, "active");
        requireNonNull(file, "file");
        requireNonNull(applied, "applied");
    }

    /** Whether it runs. */
    public boolean isActive() {
        return active.equals("active");
    }

    /** Whether it will start at boot. */
    public boolean isEnabled() {
        return file.equals("enabled")
                || file.equals("static")
                || file.equals("alias")
                || file.equals("indirect")
                || file.equals("generated");
    }
}
