package io.petaforge.cloud.aws;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.CloudFailure.Kind;
import io.petaforge.cloud.Parallel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What stands against giving machines new root volumes, found before anything on them is stopped. Changes nothing. */
final class RootCheck {
    private static final String ELSE =
            "Rebuild its services with --service, or take the host out of the inventory, build, and put it back.";

    private final Ec2 ec2;
    private final RootTasks tasks;
    private final AwsRecord record;
    private final Optional<Instant> end;
    private final Map<String, RootTask> underWay = new TreeMap<>();

    /** @param end when the cluster ends now */
    RootCheck(Ec2 ec2, RootTasks tasks, AwsRecord record, Optional<Instant> end) {
        this.ec2 = ec2;
        this.tasks = tasks;
        this.record = record;
        this.end = end;
    }

    /** All of it. What a killed run asked for already is in nobody's way. */
    List<Problem> problems(Set<MachineId> machines) {
        Map<String, Instance> instances = ec2.instancesById(record.tags().tags());
        Map<MachineId, Instance> there = new TreeMap<>();
        List<Problem> problems = new ArrayList<>(jumpHost(instances));
        for (MachineId machine : new TreeSet<>(machines)) {
            Optional<Instance> found = record.holding(machine.value())
                    .flatMap(held -> Optional.ofNullable(instances.get(held.instance())))
                    .filter(instance -> instance.alive() || instance.off());
            if (found.isPresent()) {
                there.put(machine, found.get());
            } else {
                problems.add(Problem.of(
                        "PF-AWS-033", "EC2 has no machine of " + machine + ".", "Run build, which makes another."));
            }
        }
        tasks.of(there.values().stream().map(Instance::id).toList()).stream()
                .filter(task -> task.underWay(record.tags()))
                .forEach(task -> underWay.put(task.instance(), task));
        there.values().removeIf(instance -> underWay.containsKey(instance.id()));
        List<Map.Entry<MachineId, Instance>> fit = new ArrayList<>();
        for (Map.Entry<MachineId, Instance> one : there.entrySet()) {
            Optional<Problem> problem = problem(one.getKey(), one.getValue(), end(one.getKey()), end);
            problem.ifPresentOrElse(problems::add, () -> fit.add(one));
        }
        problems.addAll(refusals(fit));
        return List.copyOf(problems);
    }

    /** What runs before this one had asked for, and was under way when it was looked; by instance. */
    Map<String, RootTask> underWay() {
        return Map.copyOf(underWay);
    }

    /** The end that is in the machine's user data. */
    private Optional<Instant> end(MachineId machine) {
        return record.holding(machine.value())
                .flatMap(held -> record.batch(held.batch()))
                .map(AwsRecord.Batch::end)
                .filter(text -> !text.isEmpty())
                .map(Instant::parse);
    }

    /** Machines without public addresses could not be brought back. */
    private List<Problem> jumpHost(Map<String, Instance> instances) {
        boolean runs = record.holding(JumpHost.NAME)
                .map(held -> instances.get(held.instance()))
                .filter(instance -> instance.state().equals("running"))
                .isPresent();
        return !record.jump() || runs
                ? List.of()
                : List.of(Problem.of(
                        "PF-AWS-034",
                        "The jump host, through which the machines are reached, does not run.",
                        "Run build, which brings it back."));
    }

    /**
     * What stands against it as far as EC2's description tells. Pure.
     *
     * @param given the end that is in the machine's user data, which EC2 gives to the new system too
     * @param end when the cluster ends now
     */
    static Optional<Problem> problem(
            MachineId machine, Instance instance, Optional<Instant> given, Optional<Instant> end) {
        String name = "The machine of " + machine + " (" + instance.id() + ")";
        if (instance.rootStore().equals("instance-store")) {
            return Optional.of(Problem.of(
                    "PF-AWS-036",
                    name + " has its system on a drive of the host that it runs on, which EC2 does not write anew.",
                    ELSE));
        }
        if (instance.type().contains("metal")) {
            return Optional.of(Problem.of(
                    "PF-AWS-036",
                    name + " is a whole server, " + instance.type()
                            + ": EC2 gives new root volumes to virtual machines only.",
                    ELSE));
        }
        if (instance.off()) {
            return Optional.of(Problem.of(
                    "PF-AWS-035",
                    name + " is " + instance.state() + ": EC2 gives new root volumes only to machines that run.",
                    "Switch it on with 'power on', then run the same command again."));
        }
        if (!instance.state().equals("running")) {
            return Optional.of(Problem.of(
                    "PF-AWS-035",
                    name + " is " + instance.state() + ": EC2 gives new root volumes only to machines that run.",
                    "Run the same command again when it runs."));
        }
        if (instance.rootVolume().isEmpty()) {
            return Optional.of(Problem.of(
                    "PF-AWS-037",
                    name + " has no root volume: EC2 took it off, and put none in its place.",
                    "Take the host out of the inventory, build, and put it back."));
        }
        // After ten minutes with a new system it would be ended, and its volumes with it, unless a build were there
        // first.
        if (given.isPresent() && (end.isEmpty() || given.get().isBefore(end.get()))) {
            return Optional.of(Problem.of(
                    "PF-AWS-038",
                    name + " has an end in its user data, " + given.get()
                            + ", which its new system would have again; the cluster "
                            + end.map(later -> "ends later now, " + later).orElse("has none now") + ".",
                    "Rebuild its services with --service, or take the host out of the inventory, build, and put it back:"
                            + " it is then made with the present end."));
        }
        return Optional.empty();
    }

    /** What EC2 itself would refuse: a right that is missing is found here. */
    private List<Problem> refusals(List<Map.Entry<MachineId, Instance>> fit) {
        List<Problem> problems = new ArrayList<>();
        // Of a missing right each answer tells, at length.
        Optional<Problem> forbidden = Optional.empty();
        for (Optional<Map.Entry<MachineId, CloudFailure>> refusal : Parallel.all(
                fit, one -> tasks.refusal(one.getValue().id()).map(failure -> Map.entry(one.getKey(), failure)))) {
            if (refusal.isEmpty()) {
                continue;
            }
            CloudFailure failure = refusal.get().getValue();
            if (failure.kind() == Kind.CREDENTIALS || failure.kind() == Kind.UNREACHABLE) {
                throw failure;
            }
            if (failure.kind() == Kind.FORBIDDEN) {
                forbidden = forbidden.or(() -> Optional.of(failure.problem()));
            } else {
                problems.add(RootReplacement.refused(refusal.get().getKey(), failure));
            }
        }
        forbidden.ifPresent(problems::add);
        return problems;
    }
}
