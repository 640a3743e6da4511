package io.petaforge.plan;

import io.petaforge.api.Problem;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.storage.capacity.Capacity;
import io.petaforge.storage.hardware.Shape;
import io.petaforge.storage.predict.Prediction;
import io.petaforge.storage.predict.Predictor;
import io.petaforge.storage.sizing.Goal;
import io.petaforge.storage.sizing.Shortfall;
import java.util.Optional;

/** Sets the machines that are there against {@code storage.goal}. */
public final class GoalCheck {
    private GoalCheck() {}

    /** What is missing for the goal, and what would do; empty when it is met, or when there is none. */
    public static Optional<Problem> problem(ClusterSpec spec, ClusterPlan plan) {
        return goal(spec)
                .flatMap(goal -> PlanShape.of(plan).flatMap(shape -> Shortfall.of(shape, goal)))
                .map(shortfall -> Problem.at(
                        "PF-STO-062",
                        "storage.goal",
                        "the machines do not meet the goal: " + String.join(", ", shortfall.misses()),
                        shortfall.remedies().isEmpty()
                                ? "No number of such hosts, drives or gateways meets it: lower the goal, or ask for other"
                                        + " machines."
                                : "To meet it " + String.join("; or ", shortfall.remedies()) + "; or lower the goal."));
    }

    /** For the plan as printed: how the goal is met; empty when it is not, or when there is none. */
    public static Optional<String> met(ClusterSpec spec, ClusterPlan plan) {
        if (problem(spec, plan).isPresent()) {
            return Optional.empty();
        }
        return goal(spec).flatMap(goal -> PlanShape.of(plan).map(machines -> {
            Shape shape = Shortfall.alone(machines, goal);
            Prediction prediction = Predictor.predict(shape);
            return "goal met: " + Capacity.of(shape).usable().decimal() + " usable for "
                    + goal.usable().decimal()
                    + goal.read()
                            .map(rate -> ", read " + prediction.rgwRead().rate() + " for " + rate)
                            .orElse("")
                    + goal.write()
                            .map(rate -> ", write " + prediction.rgwWrite().rate() + " for " + rate)
                            .orElse("");
        }));
    }

    private static Optional<Goal> goal(ClusterSpec spec) {
        return spec.storage()
                .goal()
                .map(goal -> SizingIntent.goal(
                        goal, spec.storage().failureDomain(), Optional.of(StorageIntent.protection(spec.storage()))));
    }
}
