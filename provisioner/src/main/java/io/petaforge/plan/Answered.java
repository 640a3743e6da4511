package io.petaforge.plan;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Problem;
import io.petaforge.spec.QuestionSpec;
import io.petaforge.storage.sizing.Answer;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of an inventory that asks what to buy.
 *
 * @param problems why nothing can be recommended
 * @param layout the recommended option as it would be built
 */
public record Answered(QuestionSpec question, Answer answer, List<Problem> problems, Optional<Layout> layout) {
    /**
     * A plan on machines that are still to be bought.
     *
     * @param plan as petaforge would build it; drives have the names of their places for serials
     * @param inventory that it was planned from, as YAML
     */
    public record Layout(ClusterPlan plan, String inventory) {
        public Layout {
            requireNonNull(plan, "plan");
            requireNonNull(inventory, "inventory");
        }
    }

    public Answered {
        requireNonNull(question, "question");
        requireNonNull(answer, "answer");
        problems = List.copyOf(problems);
        requireNonNull(layout, "layout");
    }
}
