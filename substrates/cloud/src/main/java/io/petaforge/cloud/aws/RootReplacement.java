package io.petaforge.cloud.aws;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.SideBySide.Outcome;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.Parallel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives machines new systems in place: EC2 puts a volume as the one of the launch in the place of an instance's root volume
 * and starts the instance from it. The instance keeps its id, its addresses, its other volumes and what is on its own drives.
 *
 * <p>It keeps its user data and its launch index too. To cloud-init on the fresh volume that is a first boot, for which
 * it keeps its marks in {@code /var/lib/cloud} of the volume that is gone: it makes the same login again, and gives sshd the
 * same host key, out of the same part of the batch's template ({@link BatchUserData}). So what is pinned here stays true. The
 * end in them comes back as well, which is why {@link RootCheck} looks at it.
 *
 * <p>A task that a killed run asked for is waited for. One that is over when this run begins is nobody's: whose request it answered cannot
 * be told, and a system too many is no harm, one too few is.
 */
final class RootReplacement {
    private final Ec2 ec2;
    private final Ledger ledger;
    private final RootTasks tasks;
    private final Pause pause;
    private final Progress progress;
    private Map<String, RootTask> underWay = Map.of();

    RootReplacement(Ec2 ec2, Ledger ledger, Pause pause, Progress progress) {
        this.ec2 = ec2;
        this.ledger = ledger;
        this.tasks = new RootTasks(ec2, ledger.record().tags());
        this.pause = pause;
        this.progress = progress;
    }

    /** One machine on its way. */
    private static final class Job {
        private final AwsRecord.Held held;
        private Optional<String> task = Optional.empty();
        /** Whether the task is another run's. */
        private boolean found;

        private boolean blocked;
        private String state = "not yet told of";

        Job(AwsRecord.Held held) {
            this.held = held;
        }

        String instance() {
            return held.instance();
        }

        MachineId machine() {
            return new MachineId(held.machine());
        }
    }

    /** What stands against it, before anything is stopped. */
    List<Problem> obstacles(Set<MachineId> machines, Optional<Instant> end) {
        RootCheck check = new RootCheck(ec2, tasks, ledger.record(), end);
        List<Problem> problems = check.problems(machines);
        underWay = check.underWay();
        return problems;
    }

    /**
     * Does it, or waits for what a killed run had asked for.
     *
     * @throws PetaforgeException STEP_FAILED with every machine that came to nothing
     */
    void run(Set<MachineId> machines, Duration patience) {
        List<Job> open = new ArrayList<>(machines.stream()
                .sorted()
                .flatMap(machine -> ledger.record().holding(machine.value()).stream())
                .map(Job::new)
                .toList());
        // It may be over at the next look, and is this run's all the same.
        open.forEach(job -> Optional.ofNullable(underWay.get(job.instance())).ifPresent(task -> take(job, task)));
        List<String> renewed = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        NewRoots roots = new NewRoots(ec2, ledger, tasks, pause, progress);
        Map<String, Instance> before = roots.instances();
        Instant deadline = pause.clock().instant().plus(patience);
        while (!open.isEmpty()) {
            look(open, renewed, problems);
            ask(open, problems);
            if (pause.clock().instant().isAfter(deadline)) {
                open.forEach(job -> problems.add(late(job, patience)));
                open.clear();
            }
            if (!open.isEmpty()) {
                pause.sleep(Launch.TICK);
            }
        }
        roots.recognise(renewed, before);
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
    }

    /** Sees how far each task is; those that are over leave. */
    private void look(List<Job> open, List<String> renewed, List<Problem> problems) {
        Map<String, List<RootTask>> seen = tasks
                .of(open.stream().map(Job::instance).toList())
                .stream()
                .collect(Collectors.groupingBy(RootTask::instance));
        for (Job job : List.copyOf(open)) {
            List<RootTask> own = seen.getOrDefault(job.instance(), List.of());
            if (job.task.isEmpty()) {
                adopt(job, own);
                continue;
            }
            Optional<RootTask> task =
                    own.stream().filter(one -> one.id().equals(job.task.get())).findFirst();
            task.ifPresent(one -> job.state = one.state());
            if (task.filter(RootTask::over).isEmpty()) {
                continue;
            }
            if (!task.get().succeeded() && !task.get().detached() && job.found) {
                // The one of a run that is no more: this run's own is asked for now.
                job.task = Optional.empty();
                job.blocked = false;
                continue;
            }
            open.remove(job);
            if (task.get().succeeded()) {
                progress.report(job.held.machine() + " has a new system");
                renewed.add(job.instance());
            } else {
                ledger.renewed(List.of(job.instance()));
                problems.add(failed(job, task.get()));
            }
        }
    }

    private void adopt(Job job, List<RootTask> tasks) {
        boolean blocked = job.blocked;
        job.blocked = tasks.stream().anyMatch(task -> !task.over());
        tasks.stream()
                .filter(task -> task.underWay(ledger.record().tags()))
                .findFirst()
                .ifPresent(task -> take(job, task));
        if (job.task.isEmpty() && job.blocked && !blocked) {
            progress.report(
                    job.held.machine() + " gets a root volume that somebody else asked for: waiting for its end");
        }
    }

    /** Another run's task is this run's. */
    private void take(Job job, RootTask task) {
        job.task = Optional.of(task.id());
        job.found = true;
        job.state = task.state();
        progress.report(job.held.machine() + " gets a new system in place, as a run before this one asked");
    }

    private void ask(List<Job> open, List<Problem> problems) {
        List<Job> asking =
                open.stream().filter(job -> job.task.isEmpty() && !job.blocked).toList();
        ledger.renewing(open.stream().map(Job::instance).toList());
        Optional<CloudFailure> all = Optional.empty();
        for (Outcome<Job, String, CloudFailure> outcome : Parallel.each(asking, job -> tasks.ask(job.instance()))) {
            Job job = outcome.input();
            if (outcome.failure().isEmpty()) {
                job.task = outcome.result();
                job.found = false;
                job.state = "pending";
                progress.report(job.held.machine() + " gets a new system in place");
                continue;
            }
            CloudFailure failure = outcome.failure().get();
            switch (failure.kind()) {
                case REFUSED, STATE, UNKNOWN, CAPACITY, QUOTA -> {
                    open.remove(job);
                    ledger.renewed(List.of(job.instance()));
                    problems.add(refused(job.machine(), failure));
                }
                default -> all = all.or(() -> Optional.of(failure));
            }
        }
        all.ifPresent(failure -> {
            throw failure;
        });
    }

    static Problem refused(MachineId machine, CloudFailure failure) {
        return Problem.of(
                "PF-AWS-040",
                "EC2 gives the machine of " + machine + " no new root volume: " + failure.detail() + ".",
                "Correct what it names and run the same command again. If it cannot be had, rebuild its services with"
                        + " --service, or take the host out of the inventory, build, and put it back.");
    }

    private static Problem failed(Job job, RootTask task) {
        String what = "The machine of " + job.held.machine() + " (" + job.instance() + ") has no new system: the task "
                + task.id() + " is " + task.state() + ". ";
        return task.detached()
                ? Problem.of(
                        "PF-AWS-041",
                        what + "It has no root volume now; its data volumes stay attached.",
                        "Take the host out of the inventory, build, and put it back: another machine takes its place.")
                : Problem.of(
                        "PF-AWS-041",
                        what + "Its old root volume is still attached, and its data volumes stay.",
                        "Run the same command again, which asks for another; Amazon's support sees why one failed.");
    }

    private static Problem late(Job job, Duration patience) {
        String where = job.task
                .map(task -> "the task " + task + " is " + job.state)
                .orElse("a root volume that somebody else asked for is not there yet");
        return Problem.of(
                "PF-AWS-042",
                "The machine of " + job.held.machine() + " (" + job.instance() + ") has no new system after "
                        + patience.toMinutes() + " min: " + where + ". Its data volumes stay.",
                "Run the same command again: it waits for that.");
    }
}
