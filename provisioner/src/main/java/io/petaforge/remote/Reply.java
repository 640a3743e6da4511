package io.petaforge.remote;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of a bundle.
 *
 * @param operations results in order; shorter than the bundle when one failed, which is then the last
 * @param probes outputs in the bundle's order, status 124 for one that did not end in time; empty when an operation failed
 */
public record Reply(List<Result> operations, List<Output> probes) {
    /**
     * What came of one operation.
     *
     * @param changed whether it did something; a file that was equal already was not changed
     * @param elapsed on the host
     */
    public record Result(Operation operation, boolean changed, Output output, Duration elapsed) {
        public Result {
            requireNonNull(operation, "operation");
            requireNonNull(output, "output");
            requireNonNull(elapsed, "elapsed");
        }
    }

    public Reply {
        operations = List.copyOf(operations);
        probes = List.copyOf(probes);
    }

    /** The operation that failed, if one did. */
    public Optional<Result> failed() {
        return operations.isEmpty()
                        || operations.get(operations.size() - 1).output().ok()
                ? Optional.empty()
                : Optional.of(operations.get(operations.size() - 1));
    }
}
