package io.petaforge.cloud;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Runs one request for each of many things, a bounded number at once, and collects what failed with what came. */
public final class Parallel {
    /** Clouds count requests per second and account; more at once only meet their throttle. */
    private static final int AT_ONCE = 8;

    private Parallel() {}

    /** What became of one: a result, or a failure. */
    public record Outcome<T, R>(T input, Optional<R> result, Optional<CloudFailure> failure) {
        public Outcome {
            requireNonNull(input, "input");
            requireNonNull(result, "result");
            requireNonNull(failure, "failure");
        }
    }

    /** Outcomes in the order of the inputs. Failures that are no {@link CloudFailure} are thrown. */
    public static <T, R> List<Outcome<T, R>> each(List<T> inputs, Function<T, R> work) {
        if (inputs.isEmpty()) {
            return List.of();
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, inputs.size()), task -> {
            Thread thread = new Thread(task, "cloud");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<R>> futures = new ArrayList<>();
            inputs.forEach(input -> futures.add(threads.submit(() -> work.apply(input))));
            List<Outcome<T, R>> outcomes = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                outcomes.add(outcome(inputs.get(i), futures.get(i)));
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * Results in the order of the inputs.
     *
     * @throws CloudFailure the first of those that failed, after all have ended
     */
    public static <T, R> List<R> all(List<T> inputs, Function<T, R> work) {
        List<R> results = new ArrayList<>();
        for (Outcome<T, R> outcome : each(inputs, work)) {
            outcome.failure().ifPresent(failure -> {
                throw failure;
            });
            outcome.result().ifPresent(results::add);
        }
        return results;
    }

    private static <T, R> Outcome<T, R> outcome(T input, Future<R> future) {
        try {
            return new Outcome<>(input, Optional.of(future.get()), Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Pause.interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CloudFailure failure) {
                return new Outcome<>(input, Optional.empty(), Optional.of(failure));
            }
            if (e.getCause() instanceof RuntimeException other) {
                throw other;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
