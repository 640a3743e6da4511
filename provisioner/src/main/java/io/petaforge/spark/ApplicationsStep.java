package io.petaforge.spark;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Output;
import io.petaforge.spark.MasterState.Application;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code spark/applications}: no application runs that a change of keys would break. A driver reads them once, when it
 * starts, and hands them to its executors. Changes nothing.
 */
final class ApplicationsStep implements Step {
    private static final long MILLIS = 1000;

    /** A driver has read its keys so many seconds, at most, before the master hears of it. */
    private static final long REGISTRATION = 60;

    private final boolean younger;

    /** @param younger whether those are no trouble that began after the S3 keys were written */
    ApplicationsStep(boolean younger) {
        this.younger = younger;
    }

    @Override
    public String name() {
        return "spark/applications";
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        probes.add(SparkStatus.master(plan));
        if (younger) {
            plan.spark().hosts().forEach(host -> probes.add(written(host)));
        }
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        MasterState master = facts.get(SparkStatus.master(plan));
        if (!master.status().equals("ALIVE")) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, master.problems(plan));
        }
        long present = younger
                ? MILLIS
                        * plan.spark().hosts().stream()
                                .mapToLong(host -> facts.get(written(host)) + REGISTRATION)
                                .max()
                                .orElse(0)
                : Long.MAX_VALUE;
        List<Application> affected = master.applications().stream()
                .filter(application -> application.start() < present)
                .toList();
        if (affected.isEmpty()) {
            return List.of();
        }
        String names = affected.stream()
                .map(application -> application.id() + " (" + application.name() + ")")
                .collect(Collectors.joining(", "));
        throw new PetaforgeException(
                ExitCode.STEP_FAILED,
                younger
                        ? Problem.of(
                                "PF-DAY-094",
                                "applications that began with the old S3 keys still run: " + names,
                                "both keys are accepted meanwhile: when the applications have ended, give the command"
                                        + " again; with --interrupt the old keys are refused now")
                        : Problem.of(
                                "PF-DAY-093",
                                "applications run, and would not know Spark's new secret: " + names,
                                "wait until they have ended; with --interrupt they are lost"));
    }

    /** When the S3 keys in the configuration of a host were written, seconds since 1970 by its clock. */
    private static Probe<Long> written(MachineId host) {
        return Probe.ofHost(
                host,
                "spark/keys-written",
                Command.of("stat", "-c", "%Y", SparkFiles.CORE_SITE),
                (Output output) -> output.ok() ? Long.parseLong(output.stdout().strip()) : 0L);
    }
}
