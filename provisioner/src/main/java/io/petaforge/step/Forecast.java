package io.petaforge.step;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a run would do now. Machines that are still to be taken are thought of as having nothing on them; what would be done
 * on machines that do not answer is not known and left out.
 *
 * @param steps in the order in which they would run
 * @param missing machines of the plan that there is no way to yet
 * @param lost machines that exist and do not answer, with the reason
 * @param observed a digest of each fact that was gathered, by machine and fact: when none of them changes, the same run
 *     follows from the same plan
 */
public record Forecast(
        List<Foreseen> steps,
        Set<MachineId> missing,
        Map<MachineId, Problem> lost,
        Map<MachineId, Map<String, String>> observed) {
    /**
     * One step of it.
     *
     * @param pending whether it may turn out otherwise, because of what is done before it
     * @param course what it would do as things are, turn by turn; without what is on lost machines
     * @param refusals why it would stop
     */
    public record Foreseen(String step, boolean pending, List<List<Action>> course, List<Refusal> refusals) {
        public Foreseen {
            requireNonNull(step, "step");
            course = course.stream().map(List::copyOf).toList();
            refusals = List.copyOf(refusals);
        }

        /** Everything that it would do. */
        public List<Action> actions() {
            return course.stream().flatMap(List::stream).toList();
        }
    }

    /** Why a step would stop, and what that would mean for the run. */
    public record Refusal(ExitCode exitCode, Problem problem) {
        public Refusal {
            requireNonNull(exitCode, "exitCode");
            requireNonNull(problem, "problem");
        }
    }

    public Forecast {
        steps = List.copyOf(steps);
        missing = Collections.unmodifiableSet(new TreeSet<>(missing));
        lost = Collections.unmodifiableMap(new TreeMap<>(lost));
        Map<MachineId, Map<String, String>> copy = new TreeMap<>();
        observed.forEach((machine, facts) -> copy.put(machine, Collections.unmodifiableMap(new TreeMap<>(facts))));
        observed = Collections.unmodifiableMap(copy);
    }

    /** Whether a run would have nothing to do. */
    public boolean isNothing() {
        return missing.isEmpty()
                && lost.isEmpty()
                && steps.stream()
                        .allMatch(step ->
                                step.actions().isEmpty() && step.refusals().isEmpty());
    }

    /** What to throw where a run would be refused, with every reason. */
    public Optional<PetaforgeException> refusal() {
        List<Problem> problems = new ArrayList<>();
        ExitCode code = ExitCode.STEP_FAILED;
        for (Foreseen step : steps) {
            for (Refusal refusal : step.refusals()) {
                code = problems.isEmpty() ? refusal.exitCode() : code;
                if (!problems.contains(refusal.problem())) {
                    problems.add(refusal.problem());
                }
            }
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(new PetaforgeException(code, problems));
    }
}
