package io.petaforge.storage.sizing;

import static java.util.Objects.requireNonNull;

import io.petaforge.storage.Protection;
import io.petaforge.storage.hardware.HostType;
import java.util.List;
import java.util.Optional;

/**
 * Options side by side.
 *
 * @param options by host type in the order of the catalogue, then by protection
 * @param ruledOut combinations that the room cannot hold at all
 * @param recommended empty when no option meets the goal
 */
public record Answer(Goal goal, List<Option> options, List<RuledOut> ruledOut, Optional<Recommended> recommended) {
    /** A combination of which nothing can be built, and why. */
    public record RuledOut(HostType host, Protection protection, String why) {
        public RuledOut {
            requireNonNull(host, "host");
            requireNonNull(protection, "protection");
            requireNonNull(why, "why");
        }
    }

    /** The option to take, and why this one. */
    public record Recommended(Option option, String reason) {
        public Recommended {
            requireNonNull(option, "option");
            requireNonNull(reason, "reason");
        }
    }

    public Answer {
        requireNonNull(goal, "goal");
        options = List.copyOf(options);
        ruledOut = List.copyOf(ruledOut);
        requireNonNull(recommended, "recommended");
    }
}
