package io.petaforge.custody;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.state.SealedState;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * {@code petaforge/owner}: that the cluster is the one this state directory knows, as it knows it. A copy of the state that is
 * neither this state nor one that it came from is another operator's: then nothing goes on. It only looks, at what is
 * gathered first of all.
 */
public final class StateOwnerStep implements Step {
    /** This step's name: all others come after it. */
    public static final String NAME = "petaforge/owner";

    private final Predicate<SealedState> ours;

    /** @param ours whether a copy is this state or one that it came from */
    public StateOwnerStep(Predicate<SealedState> ours) {
        this.ours = requireNonNull(ours, "ours");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        plan.ceph().mons().forEach(mon -> probes.add(StateCopyStep.copy(mon)));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Problem> problems = new ArrayList<>();
        for (MachineId mon : plan.ceph().mons()) {
            foreign(plan.cluster(), mon, facts.get(StateCopyStep.copy(mon))).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
        return List.of();
    }

    private Optional<Problem> foreign(String cluster, MachineId mon, StateCopyStep.Found found) {
        if (found.unreadable().contains("newer")) {
            return Optional.of(Problem.of(
                    "PF-DAY-050",
                    "the state that " + mon + " keeps in " + StateCopyStep.PATH + " cannot be judged: "
                            + found.unreadable(),
                    "use the version of petaforge that wrote it, or a later one"));
        }
        Optional<SealedState> other =
                found.header().filter(copy -> !copy.cluster().equals(cluster) || !ours.test(copy));
        if (other.isEmpty()) {
            return Optional.empty();
        }
        SealedState copy = other.get();
        if (!copy.cluster().equals(cluster)) {
            return Optional.of(Problem.of(
                    "PF-DAY-051",
                    mon + " belongs to cluster '" + copy.cluster() + "': it keeps that one's state in "
                            + StateCopyStep.PATH,
                    "take another machine, or destroy that cluster first; if it is gone, remove that file"));
        }
        return Optional.of(Problem.of(
                "PF-DAY-052",
                "cluster '" + cluster + "' was changed by somebody else: " + mon + " keeps state " + copy.serial()
                        + ", which this state directory knows nothing of",
                "take it over first: petaforge adopt INVENTORY; then plan again"));
    }
}
