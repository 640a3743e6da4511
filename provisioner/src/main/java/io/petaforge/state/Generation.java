package io.petaforge.state;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Which generation of a group of secrets is in use, and how far the change to it has come.
 *
 * @param number of the one in use, from 1
 */
public record Generation(int number, Stage stage) {
    /** Stages of a change, in order. */
    public enum Stage {
        /** No change is under way. */
        SETTLED,
        /** The next generation is made known everywhere; the present one is in use. */
        ADDED,
        /** The new generation is in use; the one before is still accepted. */
        USED,
        /** The one before is taken away. */
        DROPPED
    }

    /** What every cluster begins with. */
    public static final Generation FIRST = new Generation(1, Stage.SETTLED);

    public Generation {
        requireNonNull(stage, "stage");
        if (number < 1 || (number == 1 && (stage == Stage.USED || stage == Stage.DROPPED))) {
            throw new IllegalArgumentException("no generation: " + number + " " + stage);
        }
    }

    /**
     * The next stage.
     *
     * @param overlap whether two generations can be accepted side by side; where not, the new one simply takes over
     */
    Generation next(boolean overlap) {
        return switch (stage) {
            case SETTLED -> overlap ? new Generation(number, Stage.ADDED) : new Generation(number + 1, Stage.USED);
            case ADDED -> new Generation(number + 1, Stage.USED);
            case USED -> new Generation(number, overlap ? Stage.DROPPED : Stage.SETTLED);
            case DROPPED -> new Generation(number, Stage.SETTLED);
        };
    }

    /** The generations that are accepted now, oldest first. */
    public List<Integer> accepted() {
        return switch (stage) {
            case SETTLED, DROPPED -> List.of(number);
            case ADDED -> List.of(number, number + 1);
            case USED -> List.of(number - 1, number);
        };
    }

    /** The generation that must not be accepted any more, as long as that is being seen to. */
    public Optional<Integer> dropped() {
        return stage == Stage.DROPPED ? Optional.of(number - 1) : Optional.empty();
    }

    /** The name of a secret in a generation: the first has the plain one. */
    public static String name(String secret, int generation) {
        return generation == 1 ? secret : secret + "." + generation;
    }
}
