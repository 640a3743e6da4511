package io.petaforge.step;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A systemd unit that must be enabled, active and started with its present inputs.
 *
 * @param name with its suffix, such as {@code ceph-mon@storage-1.service}
 * @param inputsHash {@link Inputs#hash} of all that makes a restart (or reload) necessary when it changes
 * @param onChange what to do to the running unit when the inputs changed
 * @param timeout for systemd to report it started
 */
public record DesiredUnit(String name, String inputsHash, OnChange onChange, Duration timeout) {
    /** How a running unit takes over changed inputs. */
    public enum OnChange {
        RESTART,
        RELOAD
    }

    /** How long systemd may take to start a unit before that counts as a failure: its own default for a start job. */
    private static final Duration START = Duration.ofSeconds(90);

    public DesiredUnit {
        requireNonNull(name, "name");
        requireNonNull(inputsHash, "inputsHash");
        requireNonNull(onChange, "onChange");
        requireNonNull(timeout, "timeout");
        if (!name.matches("[A-Za-z0-9:_.@\\\\-]+\\.[a-z]+")) {
            throw new IllegalArgumentException("not the full name of a unit: " + name);
        }
        if (!inputsHash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(name + ": not a hash: " + inputsHash);
        }
    }

    /** Restarted when its inputs change. */
    public static DesiredUnit restarted(String name, String inputsHash) {
        return new DesiredUnit(name, inputsHash, OnChange.RESTART, START);
    }

    /** Reloaded when its inputs change. */
    public static DesiredUnit reloaded(String name, String inputsHash) {
        return new DesiredUnit(name, inputsHash, OnChange.RELOAD, START);
    }
}
