package io.petaforge.fabric.proof;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * A difference, before it is known whether it is a cause or follows from another.
 *
 * @param kind what it is counted as when it follows from another
 * @param finding as it is reported when it stands for itself
 * @param harms what it may put out of order: link ends as {@code device:port}, devices by name
 * @param because what, out of order, explains it; empty for what always stands for itself
 */
record Symptom(Kind kind, Finding finding, Set<String> harms, Set<String> because) {
    /** What differs, causes before what may follow from them. */
    enum Kind {
        DEVICE("devices"),
        CABLE("cables"),
        PORT("ports"),
        LINK("links"),
        SESSION("BGP sessions"),
        ROUTE("routes"),
        PROBE("probes"),
        SPREAD("spreads");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    Symptom {
        requireNonNull(kind, "kind");
        requireNonNull(finding, "finding");
        harms = Set.copyOf(harms);
        because = Set.copyOf(because);
    }
}
