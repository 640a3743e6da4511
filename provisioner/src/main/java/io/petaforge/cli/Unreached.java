package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.Departures;
import io.petaforge.step.RunResult;
import java.util.ArrayList;
import java.util.List;

/** What to do about a machine that leaves and does not answer. */
final class Unreached {
    private Unreached() {}

    /** The same failure, with a further problem for each machine that leaves and could not be reached. */
    static PetaforgeException explained(PetaforgeException failure, RunResult result, Departures leaving) {
        List<MachineId> silent = result.failures().stream()
                .filter(one -> one.exitCode() == ExitCode.UNREACHABLE)
                .flatMap(one -> one.machine().stream())
                .filter(machine ->
                        leaving.hosts().stream().anyMatch(host -> host.id().equals(machine)))
                .distinct()
                .sorted()
                .toList();
        if (silent.isEmpty()) {
            return failure;
        }
        List<Problem> problems = new ArrayList<>(failure.problems());
        silent.forEach(machine -> problems.add(Problem.of(
                "PF-DAY-033",
                machine + " leaves the cluster and cannot be reached, so it cannot be drained",
                "Bring it back and run the same command again; if it will not come back, run build --lost "
                        + machine)));
        return new PetaforgeException(failure.exitCode(), problems);
    }
}
