package io.petaforge.cli;

import io.petaforge.api.MachineId;
import io.petaforge.api.ServiceRequest;
import io.petaforge.report.RunReport;
import io.petaforge.state.Journal;
import io.petaforge.step.Action;
import io.petaforge.step.EngineListener;
import io.petaforge.step.StepFailure;
import io.petaforge.step.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Watches a run: tells people, writes the journal, and keeps what the report is made of. */
final class RunRecorder implements EngineListener {
    /** The phase that ends with a verified cluster. */
    static final String VERIFY = "verify";

    private final Console console;
    private final Journal journal;
    private final Instant start;
    private final List<RunReport.Phase> phases = new ArrayList<>();
    private final List<StepResult> steps = new ArrayList<>();
    private final Map<String, Round> rounds = new ConcurrentHashMap<>();

    /** The present round of a step: how many hosts act and how many have done so. */
    private record Round(long hosts, Set<MachineId> done) {}

    RunRecorder(Console console, Journal journal, Instant start) {
        this.console = console;
        this.journal = journal;
        this.start = start;
    }

    /** Writes down what was asked of the service behind the substrate. */
    void request(ServiceRequest request) {
        journal.record(
                request.service(),
                Map.of(
                        "method", request.method(),
                        "path", request.path(),
                        "operation", request.operation(),
                        "outcome", request.outcome(),
                        "ms", request.milliseconds()));
    }

    /** Runs one phase and keeps its time, whether it ends well or not. */
    void phase(String name, Runnable work) {
        phase(name, () -> {
            work.run();
            return name;
        });
    }

    <T> T phase(String name, Supplier<T> work) {
        double begin = since(Instant.now());
        journal.record("phase", Map.of("name", name));
        console.begin(name, "");
        try {
            return work.get();
        } finally {
            double seconds = since(Instant.now()) - begin;
            synchronized (phases) {
                phases.add(new RunReport.Phase(name, begin, seconds));
            }
            console.end(name, String.format(Locale.ROOT, "%-26s %6.1fs", name, seconds));
        }
    }

    @Override
    public void hostReached(MachineId machine, Duration sinceStart) {
        journal.record("host-reached", Map.of("host", machine.value(), "seconds", sinceStart.toMillis() / 1000.0));
    }

    @Override
    public void actionsStarted(String step, int round, List<Action> actions) {
        long hosts = actions.stream().map(Action::machine).distinct().count();
        rounds.put(step, new Round(hosts, ConcurrentHashMap.newKeySet()));
        console.begin(step, "0/" + hosts + " hosts");
        journal.record(
                "actions",
                Map.of(
                        "step",
                        step,
                        "round",
                        round,
                        "actions",
                        actions.stream()
                                .map(a -> a.machine() + ": " + a.title())
                                .toList()));
    }

    @Override
    public void hostDone(String step, int round, MachineId machine, Duration elapsed) {
        Round current = rounds.get(step);
        if (current != null && current.done().add(machine)) {
            console.begin(step, current.done().size() + "/" + current.hosts() + " hosts");
        }
    }

    @Override
    public void stepFinished(StepResult result) {
        synchronized (steps) {
            steps.add(result);
        }
        String outcome = result.outcome().name().toLowerCase(Locale.ROOT);
        journal.record(
                "step",
                Map.of(
                        "name",
                        result.name(),
                        "outcome",
                        outcome,
                        "seconds",
                        result.elapsed().toMillis() / 1000.0,
                        "failures",
                        result.failures().stream()
                                .map(StepFailure::problem)
                                .map(p -> p.render())
                                .toList()));
        if (result.outcome() != StepResult.Outcome.UNCHANGED && result.outcome() != StepResult.Outcome.SKIPPED) {
            console.end(
                    result.name(),
                    String.format(
                            Locale.ROOT,
                            "  %-24s %6.1fs  %s, %d hosts",
                            result.name(),
                            result.elapsed().toMillis() / 1000.0,
                            outcome,
                            result.actions().size()));
        }
    }

    /** Phases in the order in which they ended. */
    List<RunReport.Phase> phases() {
        synchronized (phases) {
            return List.copyOf(phases);
        }
    }

    /** Steps in the order in which they ended. */
    List<RunReport.StepLine> stepLines() {
        synchronized (steps) {
            return steps.stream()
                    .map(step -> new RunReport.StepLine(
                            step.name(),
                            step.outcome().name().toLowerCase(Locale.ROOT),
                            since(step.start()),
                            step.elapsed().toMillis() / 1000.0,
                            step.rounds(),
                            new HashSet<>(step.actions().keySet()).size(),
                            step.actions().values().stream()
                                    .mapToInt(List::size)
                                    .sum(),
                            (int) step.roundTrips(),
                            step.found()))
                    .toList();
        }
    }

    /** What operators wait for: the ends of the steps that {@code names} calls milestones, and of the verification. */
    List<RunReport.Milestone> milestones(Instant powerOn, Map<String, String> names) {
        List<RunReport.Milestone> reached = new ArrayList<>();
        synchronized (steps) {
            steps.stream()
                    .filter(step -> names.containsKey(step.name())
                            && (step.outcome() == StepResult.Outcome.CHANGED
                                    || step.outcome() == StepResult.Outcome.UNCHANGED))
                    .forEach(step -> reached.add(new RunReport.Milestone(
                            names.getOrDefault(step.name(), step.name()),
                            Duration.between(powerOn, step.start().plus(step.elapsed()))
                                            .toMillis()
                                    / 1000.0)));
        }
        phases().stream()
                .filter(phase -> phase.name().equals(VERIFY))
                .forEach(phase -> reached.add(
                        new RunReport.Milestone("verified", phase.start() + phase.seconds() - since(powerOn))));
        reached.sort(Comparator.comparingDouble(RunReport.Milestone::sincePowerOn));
        return List.copyOf(reached);
    }

    /** Seconds from the start of the run. */
    double since(Instant moment) {
        return Duration.between(start, moment).toMillis() / 1000.0;
    }
}
