package io.petaforge.fabric;

import static java.util.Objects.requireNonNull;

import io.petaforge.remote.Output;
import java.util.List;
import java.util.Optional;

/**
 * One destination that is not reached as planned.
 *
 * @param kind what differs
 * @param destination the node
 * @param address its loopback
 * @param planned ports joined by commas, bytes of a packet, or the address to send from
 * @param found the same, or {@code none}
 */
record Difference(Kind kind, String destination, String address, String planned, String found) {
    /** What can differ. */
    enum Kind {
        /** The ports of the route. */
        ROUTE,
        /** No answer to a packet of the full size. */
        ANSWER,
        /** The address that packets are sent from. */
        SOURCE
    }

    Difference {
        requireNonNull(kind, "kind");
        requireNonNull(destination, "destination");
        requireNonNull(address, "address");
        requireNonNull(planned, "planned");
        requireNonNull(found, "found");
    }

    /** Reads the lines of prove.sh. Other lines, and a program that never ran, are no differences: see {@link Proof}. */
    static List<Difference> parse(Output output) {
        return output.stdout().lines().flatMap(line -> parse(line).stream()).toList();
    }

    private static Optional<Difference> parse(String line) {
        String[] words = line.strip().split(" ");
        if (words.length < 4) {
            return Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(java.util.Locale.ROOT).equals(words[0])) {
                return Optional.of(
                        new Difference(kind, words[1], words[2], words[3], words.length > 4 ? words[4] : "none"));
            }
        }
        return Optional.empty();
    }

    /** One line for people. */
    String describe() {
        String where = destination + " (" + address + "): ";
        return switch (kind) {
            case ROUTE -> where + "planned over " + planned + ", found " + found;
            case ANSWER -> where + "no answer to a packet of " + planned + " bytes";
            case SOURCE -> where + "sent from " + found + ", planned from " + planned;
        };
    }
}
