package io.petaforge.step;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.RemoteFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** Brings steps about: see {@link Step} for the rules. */
public final class Engine {
    private final Fleet fleet;
    private final EngineSettings settings;
    private final EngineListener listener;
    private final Clock clock;
    private final Gate gate;

    public Engine(Fleet fleet, EngineSettings settings, EngineListener listener) {
        this(fleet, settings, listener, Clock.systemUTC());
    }

    /** With a gate before everything that changes a host. */
    public Engine(Fleet fleet, EngineSettings settings, EngineListener listener, Gate gate) {
        this(fleet, settings, listener, Clock.systemUTC(), gate);
    }

    /** With a clock of one's own for the times in the results. */
    public Engine(Fleet fleet, EngineSettings settings, EngineListener listener, Clock clock) {
        this(fleet, settings, listener, clock, Gate.OPEN);
    }

    private Engine(Fleet fleet, EngineSettings settings, EngineListener listener, Clock clock, Gate gate) {
        this.gate = gate;
        this.fleet = fleet;
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
    }

    /** The result of a preview when no host exists yet. */
    public static RunResult pending(List<Step> steps) {
        return new RunResult(
                new StepGraph(steps)
                        .ordered().stream()
                                .map(step -> result(step, Instant.EPOCH, StepResult.Outcome.PENDING))
                                .toList(),
                0);
    }

    /**
     * Runs all steps to convergence or failure. What does not depend on a failed step is still brought to its end.
     *
     * @throws IllegalArgumentException when the steps' names and needs do not fit together
     */
    public RunResult run(ClusterPlan plan, List<Step> steps) {
        StepGraph graph = new StepGraph(steps);
        ExecutorService hostPool = pool("host", settings.hostsAtOnce());
        ExecutorService stepPool = pool("step", settings.stepsAtOnce());
        try {
            FactStore store = new FactStore();
            Hosts hosts = new Hosts(fleet, hostPool, store);
            long before = hosts.roundTrips();
            Map<MachineId, CompletableFuture<Hosts.Answer>> first = gatherAll(plan, graph, hosts);
            Map<String, CompletableFuture<StepResult>> results = new LinkedHashMap<>();
            for (Step step : graph.ordered()) {
                List<CompletableFuture<?>> needed = new ArrayList<>();
                step.after().forEach(name -> needed.add(known(results, name)));
                step.probes(plan).stream()
                        .map(Probe::machine)
                        .distinct()
                        .forEach(machine -> needed.add(known(first, machine)));
                results.put(
                        step.name(),
                        CompletableFuture.allOf(needed.toArray(new CompletableFuture<?>[0]))
                                .handleAsync(
                                        (all, defect) -> {
                                            StepResult result =
                                                    runOrSkip(plan, step, graph, results, first, store, hosts);
                                            listener.stepFinished(result);
                                            return result;
                                        },
                                        stepPool));
            }
            List<StepResult> ended = new ArrayList<>();
            // All of them end before a defect in one of them comes out.
            results.values()
                    .forEach(result -> result.handle((value, defect) -> value).join());
            results.values().forEach(result -> ended.add(Hosts.join(result)));
            return new RunResult(ended, hosts.roundTrips() - before);
        } finally {
            stepPool.shutdownNow();
            hostPool.shutdownNow();
        }
    }

    /**
     * What {@link #run} would do now, without doing it. A step whose facts may still be changed by a step before it is
     * PENDING; its actions are those that the present facts call for. A host that cannot be reached is a failure in the
     * result of each step that asks for its facts.
     */
    public RunResult preview(ClusterPlan plan, List<Step> steps) {
        StepGraph graph = new StepGraph(steps);
        ExecutorService hostPool = pool("host", settings.hostsAtOnce());
        try {
            FactStore store = new FactStore();
            Hosts hosts = new Hosts(fleet, hostPool, store);
            long before = hosts.roundTrips();
            Map<MachineId, CompletableFuture<Hosts.Answer>> first = gatherAll(plan, graph, hosts);
            Preview preview = new Preview(plan, graph, store, clock);
            for (Step step : graph.ordered()) {
                preview.add(step, unreachable(plan, step, first));
            }
            return new RunResult(preview.results(), hosts.roundTrips() - before);
        } finally {
            hostPool.shutdownNow();
        }
    }

    /**
     * What {@link #run} would do now, as far as it can be known while machines are missing or lost. See {@link Forecast}.
     *
     * @param off machines that are not to be asked, with the reason
     * @param standIns who else can be asked what only the cluster as a whole changes, when a machine does not answer
     */
    public Forecast forecast(
            ClusterPlan plan,
            List<Step> steps,
            Map<MachineId, Problem> off,
            Function<MachineId, List<MachineId>> standIns) {
        ExecutorService hostPool = pool("host", settings.hostsAtOnce());
        try {
            FactStore store = new FactStore();
            return new Forecasting(plan, new StepGraph(steps), new Hosts(fleet, hostPool, store), store, clock)
                    .run(off, standIns);
        } finally {
            hostPool.shutdownNow();
        }
    }

    /** Every probe of every step, one round trip for each host; hosts answer as they come up. */
    private Map<MachineId, CompletableFuture<Hosts.Answer>> gatherAll(ClusterPlan plan, StepGraph graph, Hosts hosts) {
        long start = System.nanoTime();
        List<Probe<?>> all = new ArrayList<>();
        graph.ordered().forEach(step -> all.addAll(step.probes(plan)));
        Map<MachineId, CompletableFuture<Hosts.Answer>> asked = new TreeMap<>();
        Hosts.byMachine(all).forEach((machine, probes) -> {
            if (!hosts.knows(machine)) {
                throw new IllegalStateException("a step asks " + machine + ", to which there is no way");
            }
            asked.put(machine, hosts.gather(machine, probes, new LongAdder()).thenApply(answer -> {
                if (answer.failure() == null) {
                    listener.hostReached(machine, Duration.ofNanos(System.nanoTime() - start));
                }
                return answer;
            }));
        });
        return asked;
    }

    private StepResult runOrSkip(
            ClusterPlan plan,
            Step step,
            StepGraph graph,
            Map<String, CompletableFuture<StepResult>> results,
            Map<MachineId, CompletableFuture<Hosts.Answer>> first,
            FactStore store,
            Hosts hosts) {
        Instant start = clock.instant();
        if (!step.after().stream().allMatch(name -> converged(known(results, name)))) {
            return result(step, start, StepResult.Outcome.SKIPPED);
        }
        List<StepFailure> failures = unreachable(plan, step, first);
        if (!failures.isEmpty()) {
            return new StepResult(
                    step.name(), start, Duration.ZERO, 0, Map.of(), 0, StepResult.Outcome.FAILED, failures);
        }
        return new StepRun(
                        plan,
                        step,
                        graph.upstream(step),
                        () -> probesOfNext(plan, step, graph, results, first),
                        store,
                        hosts,
                        settings,
                        listener,
                        gate)
                .run(start);
    }

    /**
     * What the steps will ask that wait for this one alone: gathered with its own facts, they need no trip of their own.
     * Only of hosts that are there: this step is not to wait for, or fail with, one it has nothing to do with.
     */
    private static List<Probe<?>> probesOfNext(
            ClusterPlan plan,
            Step step,
            StepGraph graph,
            Map<String, CompletableFuture<StepResult>> results,
            Map<MachineId, CompletableFuture<Hosts.Answer>> first) {
        List<Probe<?>> probes = new ArrayList<>();
        for (Step dependent : graph.dependents(step)) {
            if (dependent.after().stream()
                    .filter(name -> !name.equals(step.name()))
                    .allMatch(name -> converged(known(results, name)))) {
                dependent.probes(plan).stream()
                        .filter(probe -> reached(known(first, probe.machine())))
                        .forEach(probes::add);
            }
        }
        return probes;
    }

    private static boolean reached(CompletableFuture<Hosts.Answer> future) {
        return future.isDone()
                && !future.isCompletedExceptionally()
                && Hosts.join(future).failure() == null;
    }

    private static List<StepFailure> unreachable(
            ClusterPlan plan, Step step, Map<MachineId, CompletableFuture<Hosts.Answer>> first) {
        List<StepFailure> failures = new ArrayList<>();
        step.probes(plan).stream().map(Probe::machine).distinct().sorted().forEach(machine -> {
            RemoteFailure failure = Hosts.join(known(first, machine)).failure();
            if (failure != null) {
                failures.add(Failures.of(step.name(), List.of(), failure));
            }
        });
        return failures;
    }

    private static boolean converged(CompletableFuture<StepResult> future) {
        if (!future.isDone() || future.isCompletedExceptionally()) {
            return false;
        }
        StepResult.Outcome outcome = Hosts.join(future).outcome();
        return outcome == StepResult.Outcome.CHANGED || outcome == StepResult.Outcome.UNCHANGED;
    }

    private static <K, T> CompletableFuture<T> known(Map<K, CompletableFuture<T>> futures, K key) {
        CompletableFuture<T> future = futures.get(key);
        if (future == null) {
            throw new IllegalStateException("nothing was begun for " + key);
        }
        return future;
    }

    private static StepResult result(Step step, Instant at, StepResult.Outcome outcome) {
        return new StepResult(step.name(), at, Duration.ZERO, 0, Map.of(), 0, outcome, List.of());
    }

    private static ExecutorService pool(String name, int threads) {
        AtomicInteger count = new AtomicInteger();
        return Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
