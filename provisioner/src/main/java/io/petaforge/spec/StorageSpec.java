package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/** How data is protected, and over what the copies or chunks are spread. */
public record StorageSpec(Protection protection, FailureDomain failureDomain) {
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
    }
}
