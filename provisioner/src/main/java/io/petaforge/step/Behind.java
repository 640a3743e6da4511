package io.petaforge.step;

import static java.util.Objects.requireNonNull;

import io.petaforge.plan.ClusterPlan;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A step that waits for more than it asks for itself. */
public record Behind(Step step, Set<String> more) implements Step {
    public Behind {
        requireNonNull(step, "step");
        more = Set.copyOf(more);
    }

    @Override
    public String name() {
        return step.name();
    }

    @Override
    public Set<String> after() {
        Set<String> all = new TreeSet<>(step.after());
        all.addAll(more);
        return all;
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return step.probes(plan);
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        return step.actions(plan, facts);
    }

    @Override
    public List<List<Action>> course(ClusterPlan plan, Facts facts) {
        return step.course(plan, facts);
    }

    @Override
    public int turns(ClusterPlan plan) {
        return step.turns(plan);
    }

    @Override
    public String found(ClusterPlan plan, Facts facts) {
        return step.found(plan, facts);
    }
}
