package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How data is protected, and over what the copies or chunks are spread.
 *
 * @param osdsPerDrive OSDs on each drive; empty: {@code auto}, decided by the machine's threads
 * @param wipe serials of drives whose foreign contents may be destroyed
 * @param goal what the machines must be able to hold and deliver
 * @param acceptDataLoss the owner's word for data that may be lost with a drive: one copy, or writes to the last of two
 */
public record StorageSpec(
        Protection protection,
        FailureDomain failureDomain,
        OptionalInt osdsPerDrive,
        List<String> wipe,
        Optional<GoalSpec> goal,
        boolean acceptDataLoss) {
    /** What may fail as a whole without loss of data. */
    public enum FailureDomain {
        HOST,
        RACK;

        /** As written in the inventory; CRUSH's bucket types have the same names. */
        public String yaml() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public StorageSpec {
        requireNonNull(protection, "protection");
        requireNonNull(failureDomain, "failureDomain");
        requireNonNull(osdsPerDrive, "osdsPerDrive");
        wipe = List.copyOf(wipe);
        requireNonNull(goal, "goal");
    }
}
