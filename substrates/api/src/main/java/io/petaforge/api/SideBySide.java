package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Makes one request for each of many things, a bounded number at once, and collects what failed with what came.
 *
 * @param name of the threads
 * @param atOnce requests at once at most
 * @param failing how the service fails; anything else that is thrown ends the whole
 * @param stopped what is said when the operator ends the wait
 */
public record SideBySide<F extends RuntimeException>(String name, int atOnce, Class<F> failing, Problem stopped) {
    public SideBySide {
        requireNonNull(name, "name");
        requireNonNull(failing, "failing");
        requireNonNull(stopped, "stopped");
    }

    /** What became of one: a result, or a failure. */
    public record Outcome<T, R, F extends RuntimeException>(T input, Optional<R> result, Optional<F> failure) {
        public Outcome {
            requireNonNull(input, "input");
            requireNonNull(result, "result");
            requireNonNull(failure, "failure");
        }
    }

    /** Outcomes in the order of the inputs. */
    public <T, R> List<Outcome<T, R, F>> each(List<T> inputs, Function<T, R> work) {
        if (inputs.isEmpty()) {
            return List.of();
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(atOnce, inputs.size()), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<R>> futures = new ArrayList<>();
            inputs.forEach(input -> futures.add(threads.submit(() -> work.apply(input))));
            List<Outcome<T, R, F>> outcomes = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                outcomes.add(outcome(inputs.get(i), futures.get(i)));
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Results in the order of the inputs. The first failure of the service is thrown after all have ended. */
    public <T, R> List<R> all(List<T> inputs, Function<T, R> work) {
        List<R> results = new ArrayList<>();
        for (Outcome<T, R, F> outcome : each(inputs, work)) {
            outcome.failure().ifPresent(failure -> {
                throw failure;
            });
            outcome.result().ifPresent(results::add);
        }
        return results;
    }

    private <T, R> Outcome<T, R, F> outcome(T input, Future<R> future) {
        try {
            return new Outcome<>(input, Optional.of(future.get()), Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PetaforgeException(ExitCode.INTERRUPTED, stopped, e);
        } catch (ExecutionException e) {
            if (failing.isInstance(e.getCause())) {
                return new Outcome<>(input, Optional.empty(), Optional.of(failing.cast(e.getCause())));
            }
            if (e.getCause() instanceof RuntimeException other) {
                throw other;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
