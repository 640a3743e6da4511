package io.petaforge.lab;

import io.petaforge.api.Cidr;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Picks the out-of-band network of a lab among those that nothing on this machine uses. */
final class AddressRanges {
    private static final Pattern PREFIX = Pattern.compile("\\b(\\d+\\.\\d+\\.\\d+\\.\\d+)(/\\d+)?\\b");
    private static final Cidr ALL_LABS = Cidr.parse("10.99.0.0/16");

    private final Commands commands;

    AddressRanges(Commands commands) {
        this.commands = commands;
    }

    /** The lowest number N whose 10.99.N.0/24 is neither recorded by a lab nor in a route or address of this machine. */
    OptionalInt free(Set<Integer> recorded) {
        return lowestFree(
                recorded, commands.require(List.of("ip", "-4", "-oneline", "route", "show", "table", "all"), ""));
    }

    /** The same as a pure function of {@code ip route show table all}. */
    static OptionalInt lowestFree(Set<Integer> recorded, String routes) {
        Set<Integer> taken = new HashSet<>(recorded);
        routes.lines().flatMap(AddressRanges::destination).forEach(used -> {
            for (int network = 0; network < 256; network++) {
                if (used.overlaps(ALL_LABS.subnet(24, network))) {
                    taken.add(network);
                }
            }
        });
        for (int network = 0; network < 256; network++) {
            if (!taken.contains(network)) {
                return OptionalInt.of(network);
            }
        }
        return OptionalInt.empty();
    }

    /** The destination of a route inside 10.99.0.0/16; wider routes lead elsewhere and are overruled by the lab's own. */
    private static Stream<Cidr> destination(String route) {
        for (String word : route.split(" ", 3)) {
            Matcher prefix = PREFIX.matcher(word);
            if (prefix.matches()) {
                Cidr destination = Cidr.parse(prefix.group(2) == null ? word + "/32" : word);
                return destination.length() > ALL_LABS.length() && destination.overlaps(ALL_LABS)
                        ? Stream.of(destination)
                        : destination.text().equals(ALL_LABS.text()) ? Stream.of(destination) : Stream.empty();
            }
        }
        return Stream.empty();
    }
}
