package io.petaforge.step;

import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.plan.ClusterPlan;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What would be done now, and which of it may turn out otherwise because of what is done before. */
final class Preview {
    private final ClusterPlan plan;
    private final StepGraph graph;
    private final FactStore store;
    private final Clock clock;
    private final Map<String, StepResult> results = new TreeMap<>();
    private final Map<String, List<List<Action>>> courses = new TreeMap<>();

    Preview(ClusterPlan plan, StepGraph graph, FactStore store, Clock clock) {
        this.plan = plan;
        this.graph = graph;
        this.store = store;
        this.clock = clock;
    }

    /** Adds a step; those before it were added already. */
    void add(Step step, List<StepFailure> unreachable) {
        List<List<Action>> course = List.of();
        List<StepFailure> failures = new ArrayList<>(unreachable);
        if (unreachable.isEmpty()) {
            try {
                course = step.course(plan, store.facts(step.probes(plan)));
            } catch (PetaforgeException refusal) {
                failures.addAll(Failures.refused(step.name(), refusal));
            }
        }
        StepResult.Outcome outcome = !failures.isEmpty() || mayChange(step)
                ? StepResult.Outcome.PENDING
                : course.isEmpty() ? StepResult.Outcome.UNCHANGED : StepResult.Outcome.CHANGED;
        Map<MachineId, List<String>> titles = new TreeMap<>();
        course.stream().flatMap(List::stream).forEach(action -> titles.computeIfAbsent(
                        action.machine(), machine -> new ArrayList<>())
                .add(action.title()));
        courses.put(step.name(), course);
        results.put(
                step.name(),
                new StepResult(step.name(), clock.instant(), Duration.ZERO, 0, titles, 0, outcome, failures));
    }

    /** What a step would do, turn by turn, with the operations. */
    List<List<Action>> course(String step) {
        return courses.getOrDefault(step, List.of());
    }

    /** In the order of the steps. */
    List<StepResult> results() {
        return graph.ordered().stream()
                .flatMap(step -> {
                    StepResult result = results.get(step.name());
                    return result == null
                            ? java.util.stream.Stream.<StepResult>empty()
                            : java.util.stream.Stream.of(result);
                })
                .toList();
    }

    /** Whether a step before this one has something to do that this one's facts may show. */
    private boolean mayChange(Step step) {
        TreeSet<MachineId> acting = new TreeSet<>();
        for (String name : graph.upstream(step)) {
            StepResult before = results.get(name);
            if (before == null || before.outcome() == StepResult.Outcome.PENDING) {
                // Nobody knows yet where it will act.
                return true;
            }
            acting.addAll(before.actions().keySet());
        }
        return step.probes(plan).stream()
                .anyMatch(probe ->
                        probe.scope() == Probe.Scope.CLUSTER ? !acting.isEmpty() : acting.contains(probe.machine()));
    }
}
