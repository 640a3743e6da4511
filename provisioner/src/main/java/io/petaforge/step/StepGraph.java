package io.petaforge.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which step needs which. A graph that cannot be run is a defect of the program, not of its input. */
final class StepGraph {
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final List<Step> ordered = new ArrayList<>();
    private final Map<String, Set<String>> upstream = new LinkedHashMap<>();

    /**
     * @throws IllegalArgumentException when two steps share a name, one needs a step that is not there, or some need each
     *     other
     */
    StepGraph(List<Step> given) {
        for (Step step : given) {
            if (steps.put(step.name(), step) != null) {
                throw new IllegalArgumentException("two steps are named " + step.name());
            }
        }
        for (Step step : given) {
            for (String name : step.after()) {
                if (!steps.containsKey(name)) {
                    throw new IllegalArgumentException(step.name() + " is after " + name + ", which is no step");
                }
            }
        }
        for (Step step : given) {
            visit(step, new LinkedHashSet<>());
        }
    }

    /** Every step after all those that it needs; otherwise in the given order. */
    List<Step> ordered() {
        return Collections.unmodifiableList(ordered);
    }

    /** Names of all steps that must have converged before, near and far. */
    Set<String> upstream(Step step) {
        Set<String> names = upstream.get(step.name());
        return names == null ? Set.of() : names;
    }

    /** The steps that name this one as needed. */
    List<Step> dependents(Step step) {
        return ordered.stream()
                .filter(other -> other.after().contains(step.name()))
                .toList();
    }

    private void visit(Step step, Set<String> path) {
        if (upstream.containsKey(step.name())) {
            return;
        }
        if (!path.add(step.name())) {
            throw new IllegalArgumentException(
                    "steps need each other: " + String.join(" -> ", path) + " -> " + step.name());
        }
        Set<String> all = new LinkedHashSet<>();
        for (String name : step.after().stream().sorted().toList()) {
            Step before = steps.get(name);
            if (before != null) {
                visit(before, path);
                all.add(name);
                all.addAll(upstream(before));
            }
        }
        path.remove(step.name());
        upstream.put(step.name(), all);
        ordered.add(step);
    }
}
