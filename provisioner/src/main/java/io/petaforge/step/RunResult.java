package io.petaforge.step;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What came of all steps.
 *
 * @param steps each after those that it needs
 * @param roundTrips made in all, on all hosts, the first gathering included
 */
public record RunResult(List<StepResult> steps, long roundTrips) {
    public RunResult {
        steps = List.copyOf(steps);
    }

    /** Every failure, in the order of the steps. */
    public List<StepFailure> failures() {
        return steps.stream().flatMap(step -> step.failures().stream()).toList();
    }

    /** Whether every step has converged. */
    public boolean converged() {
        return steps.stream()
                .allMatch(step ->
                        step.outcome() == StepResult.Outcome.CHANGED || step.outcome() == StepResult.Outcome.UNCHANGED);
    }

    /** Whether any step did something. */
    public boolean changed() {
        return steps.stream().anyMatch(step -> step.rounds() > 0);
    }

    /**
     * What to throw, with all problems at once; empty when nothing failed. That another run holds the cluster outranks a host
     * that is gone, and that a failed step.
     */
    public Optional<PetaforgeException> failure() {
        List<StepFailure> failures = failures();
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        ExitCode code = List.of(ExitCode.LOCKED, ExitCode.UNREACHABLE).stream()
                .filter(worse -> failures.stream().anyMatch(failure -> failure.exitCode() == worse))
                .findFirst()
                .orElse(ExitCode.STEP_FAILED);
        List<Problem> problems =
                failures.stream().map(StepFailure::problem).distinct().toList();
        return Optional.of(new PetaforgeException(code, problems));
    }
}
