package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An inventory without machines: which of the hardware that can be bought would meet the goal, and how much of it?
 *
 * @param name the cluster's name
 * @param protection what the answer must use; empty: whichever does best
 * @param failureDomain what must be survived
 */
public record QuestionSpec(
        String name,
        Optional<Protection> protection,
        StorageSpec.FailureDomain failureDomain,
        GoalSpec goal,
        CatalogueSpec catalogue) {
    public QuestionSpec {
        requireNonNull(name, "name");
        requireNonNull(protection, "protection");
        requireNonNull(failureDomain, "failureDomain");
        requireNonNull(goal, "goal");
        requireNonNull(catalogue, "catalogue");
    }
}
