package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.Departures;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The machines that the operator gives up with {@code --lost}. */
final class Lost {
    private Lost() {}

    /**
     * As they were named.
     *
     * @throws PetaforgeException when one cannot be a machine's name
     */
    static Set<MachineId> of(List<String> names) {
        Set<MachineId> lost = new TreeSet<>();
        List<Problem> problems = new ArrayList<>();
        for (String name : names) {
            try {
                lost.add(new MachineId(name));
            } catch (IllegalArgumentException e) {
                problems.add(unknown(name));
            }
        }
        refuse(problems);
        return Set.copyOf(lost);
    }

    /**
     * Only what leaves can be given up.
     *
     * @throws PetaforgeException naming every machine that does not leave
     */
    static void check(Set<MachineId> lost, ClusterPlan plan) {
        List<MachineId> leaving =
                plan.leaving().hosts().stream().map(Departures.Host::id).toList();
        refuse(lost.stream()
                .filter(host -> !leaving.contains(host))
                .sorted()
                .map(host -> plan.hosts().contains(host)
                        ? Problem.of(
                                "PF-DAY-030",
                                host + " is said to be lost, and the inventory still names it",
                                "Take it out of the inventory first.")
                        : unknown(host.value()))
                .toList());
    }

    private static Problem unknown(String name) {
        return Problem.of(
                "PF-DAY-030",
                "the cluster has no host '" + name + "' that could be lost",
                "Use a name that 'petaforge status' shows, or leave --lost out: the host may be gone already.");
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
    }
}
