package io.petaforge.fabric;

import static java.util.Objects.requireNonNull;

import io.petaforge.remote.Output;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that a device does not find as planned.
 *
 * @param kind what differs
 * @param at ports joined by commas, one port ({@code -} for any), or the name of a host
 * @param planned number of prefixes, address to ask, or the address to send from
 * @param found number of prefixes, bytes of the packet that was not answered, or the address sent from
 */
record Difference(Kind kind, String at, String planned, String found) {
    /** What can differ. */
    enum Kind {
        /** Which prefixes lie behind a set of ports. */
        ROUTE,
        /** No answer from the other end of a cable. */
        NEAR,
        /** No answer from another host. */
        FAR,
        /** The address that packets are sent from. */
        SOURCE
    }

    Difference {
        requireNonNull(kind, "kind");
        requireNonNull(at, "at");
        requireNonNull(planned, "planned");
        requireNonNull(found, "found");
    }

    /** Reads the lines of prove.sh. Other lines, and a program that never ran, are no differences: see {@link Proof}. */
    static List<Difference> parse(Output output) {
        return output.stdout().lines().flatMap(line -> parse(line).stream()).toList();
    }

    private static Optional<Difference> parse(String line) {
        String[] words = line.strip().split(" ");
        if (words.length == 4) {
            for (Kind kind : Kind.values()) {
                if (kind.name().toLowerCase(Locale.ROOT).equals(words[0])) {
                    return Optional.of(new Difference(kind, words[1], words[2], words[3]));
                }
            }
        }
        return Optional.empty();
    }

    /** One line for people. */
    String describe() {
        return switch (kind) {
            case ROUTE -> "routes over " + at + ": " + planned + " planned, " + found + " found, or not the same ones";
            case NEAR ->
                planned + " does not answer packets of " + found + " bytes" + (at.equals("-") ? "" : " through " + at);
            case FAR -> at + " (" + planned + ") does not answer packets of " + found + " bytes";
            case SOURCE -> "packets are sent from " + found + " instead of " + planned;
        };
    }
}
