package io.petaforge.storage.sizing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A type of host with a protection, in the least number that meets the goal; where none does, in the number that comes
 * nearest.
 *
 * @param misses what of the goal it does not meet; empty: all is met
 * @param asked whether it has the protection that the goal asks for
 * @param beatenBy the name of an option that is nowhere worse and somewhere better
 */
public record Option(
        String name,
        Proposal proposal,
        Figures figures,
        List<String> misses,
        boolean asked,
        Optional<String> beatenBy) {
    public Option {
        requireNonNull(name, "name");
        requireNonNull(proposal, "proposal");
        requireNonNull(figures, "figures");
        misses = List.copyOf(misses);
        requireNonNull(beatenBy, "beatenBy");
    }

    /** Whether it meets the goal, the protection included. */
    public boolean meets() {
        return misses.isEmpty() && asked;
    }

    Option beatenBy(Optional<String> other) {
        return new Option(name, proposal, figures, misses, asked, other);
    }
}
