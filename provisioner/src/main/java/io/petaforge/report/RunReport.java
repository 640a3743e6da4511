package io.petaforge.report;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.cost.Cost;
import io.petaforge.lifetime.Lifetime;
import java.util.List;
import java.util.Optional;

/**
 * What one run did. Times are seconds since the run began, durations are seconds.
 *
 * @param command {@code build} or {@code verify}
 * @param planId identity of the plan that was carried out
 * @param startedAt wall clock at the beginning, ISO 8601
 * @param outcome name of the exit code
 * @param osds how many OSDs the plan has
 * @param changed whether anything was changed on a host or a machine was made
 * @param milestones what operators wait for, in the order in which it was reached
 * @param cliMemoryBytes peak resident memory of this process
 * @param labMemoryBytes peak memory of all machines of a lab together, where the substrate is one
 * @param verification the proof, as JSON, where one was made
 * @param problems what went wrong, as shown to people
 * @param stay how long the machines stay, and what they cost
 */
public record RunReport(
        String command,
        String cluster,
        String planId,
        String startedAt,
        String outcome,
        int osds,
        boolean changed,
        double seconds,
        List<Phase> phases,
        List<StepLine> steps,
        List<Milestone> milestones,
        long cliMemoryBytes,
        Optional<Long> labMemoryBytes,
        Optional<JsonNode> verification,
        List<String> problems,
        Stay stay) {
    /** One phase of the run. */
    public record Phase(String name, double start, double seconds) {
        public Phase {
            requireNonNull(name, "name");
        }
    }

    /**
     * One step.
     *
     * @param outcome changed, unchanged, failed, skipped or pending
     * @param rounds how often actions were carried out
     * @param hosts hosts that had something to do
     * @param actions what was done, all hosts together
     * @param roundTrips requests to hosts, for facts and actions
     * @param found what it found to be as planned, where that is worth a line; mostly empty
     */
    public record StepLine(
            String name,
            String outcome,
            double start,
            double seconds,
            int rounds,
            int hosts,
            int actions,
            int roundTrips,
            String found) {
        public StepLine {
            requireNonNull(name, "name");
            requireNonNull(outcome, "outcome");
            requireNonNull(found, "found");
        }
    }

    /** Something worth waiting for, and when it was there, in seconds since machines were switched on. */
    public record Milestone(String name, double sincePowerOn) {
        public Milestone {
            requireNonNull(name, "name");
        }
    }

    /**
     * How long the machines stay, beyond the run, and what they cost.
     *
     * @param lifetime empty for a cluster that stays until it is destroyed
     * @param cost of the machines, where prices are given
     * @param lines the same for people
     */
    public record Stay(Optional<Lifetime> lifetime, Optional<Cost> cost, List<String> lines) {
        /** Nothing is known of it. */
        public static final Stay UNKNOWN = new Stay(Optional.empty(), Optional.empty(), List.of());

        public Stay {
            requireNonNull(lifetime, "lifetime");
            requireNonNull(cost, "cost");
            lines = List.copyOf(lines);
        }
    }

    public RunReport {
        requireNonNull(command, "command");
        requireNonNull(cluster, "cluster");
        requireNonNull(planId, "planId");
        requireNonNull(startedAt, "startedAt");
        requireNonNull(outcome, "outcome");
        phases = List.copyOf(phases);
        steps = List.copyOf(steps);
        milestones = List.copyOf(milestones);
        requireNonNull(labMemoryBytes, "labMemoryBytes");
        requireNonNull(verification, "verification");
        problems = List.copyOf(problems);
        requireNonNull(stay, "stay");
    }
}
