package io.petaforge.step;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a step failed.
 *
 * @param machine where, if it failed at one place
 * @param action title of the action that failed
 * @param command what was run, with every secret masked
 * @param status its exit status, 124 when its time was up
 * @param stderr all that it said
 * @param exitCode what the failure means for the whole run
 * @param problem the same for people, complete
 */
public record StepFailure(
        String step,
        Optional<MachineId> machine,
        Optional<String> action,
        Optional<String> command,
        OptionalInt status,
        String stderr,
        ExitCode exitCode,
        Problem problem) {
    public StepFailure {
        requireNonNull(step, "step");
        requireNonNull(machine, "machine");
        requireNonNull(action, "action");
        requireNonNull(command, "command");
        requireNonNull(status, "status");
        requireNonNull(stderr, "stderr");
        requireNonNull(exitCode, "exitCode");
        requireNonNull(problem, "problem");
    }
}
