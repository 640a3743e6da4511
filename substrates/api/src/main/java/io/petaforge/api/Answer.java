package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What one machine of many answered: a value, or the problem that stood in the way. Where a hundred machines are asked
 * at once some are dead, and the others' answers are wanted all the same.
 */
public record Answer<T>(Optional<T> value, Optional<Problem> problem) {
    public Answer {
        requireNonNull(value, "value");
        requireNonNull(problem, "problem");
        if (value.isPresent() == problem.isPresent()) {
            throw new IllegalArgumentException("an answer is a value or a problem");
        }
    }

    /** The machine answered. */
    public static <T> Answer<T> of(T value) {
        return new Answer<>(Optional.of(value), Optional.empty());
    }

    /** The machine could not be asked, or refused. */
    public static <T> Answer<T> failed(Problem problem) {
        return new Answer<>(Optional.empty(), Optional.of(problem));
    }
}
