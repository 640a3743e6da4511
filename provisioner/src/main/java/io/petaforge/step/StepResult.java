package io.petaforge.step;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a step.
 *
 * @param start when its turn came; for a step that was skipped, when that was decided
 * @param rounds how many lists of actions it went through, not counting the empty one at the end
 * @param actions titles of what was done (or, in a preview, is to be done) on each host, in order
 * @param roundTrips made for it, on all hosts together
 * @param failures empty unless the outcome is FAILED
 * @param found what it has to say once it has converged, for the report; mostly empty
 */
public record StepResult(
        String name,
        Instant start,
        Duration elapsed,
        int rounds,
        Map<MachineId, List<String>> actions,
        long roundTrips,
        Outcome outcome,
        List<StepFailure> failures,
        String found) {
    /** How it ended. */
    public enum Outcome {
        /** It did something and has converged. */
        CHANGED,
        /** There was nothing to do. */
        UNCHANGED,
        /** It could not be brought to an end. */
        FAILED,
        /** Not begun, because a step it needs failed. */
        SKIPPED,
        /** In a preview: what it will do depends on steps that have something to do, or on hosts that do not exist yet. */
        PENDING
    }

    public StepResult {
        requireNonNull(name, "name");
        requireNonNull(start, "start");
        requireNonNull(elapsed, "elapsed");
        requireNonNull(outcome, "outcome");
        requireNonNull(found, "found");
        Map<MachineId, List<String>> copy = new TreeMap<>();
        actions.forEach((machine, titles) -> copy.put(machine, List.copyOf(titles)));
        actions = Collections.unmodifiableMap(copy);
        failures = List.copyOf(failures);
    }

    /** A step that has nothing to say. */
    public StepResult(
            String name,
            Instant start,
            Duration elapsed,
            int rounds,
            Map<MachineId, List<String>> actions,
            long roundTrips,
            Outcome outcome,
            List<StepFailure> failures) {
        this(name, start, elapsed, rounds, actions, roundTrips, outcome, failures, "");
    }
}
