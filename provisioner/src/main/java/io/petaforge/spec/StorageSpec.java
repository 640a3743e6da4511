package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/**
 * How data is protected, and over what the copies or chunks are spread.
 *
 * @param goal what the machines must be able to hold and deliver
 */
public record StorageSpec(Protection protection, FailureDomain failureDomain, Optional<GoalSpec> goal) {
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
        requireNonNull(goal, "goal");
    }
}
