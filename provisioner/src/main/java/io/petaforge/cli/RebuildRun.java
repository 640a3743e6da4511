package io.petaforge.cli;

import io.petaforge.api.Answer;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.Reinstallation;
import io.petaforge.api.Substrate;
import io.petaforge.ceph.CephAbsence;
import io.petaforge.ceph.CephServices;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.RebuildBatches;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.SshSettings;
import io.petaforge.spark.SparkServices;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.StateDir;
import io.petaforge.step.ForgetStep;
import io.petaforge.step.Gate;
import io.petaforge.step.Remains;
import io.petaforge.step.RunResult;
import io.petaforge.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Hosts, or one service of them, made anew, a failure domain at a time. {@link #batch} is its table of contents. */
final class RebuildRun implements AutoCloseable {
    /** A server that tests its memory and installs from a slow mirror needs most of it. */
    private static final Duration INSTALLATION = Duration.ofMinutes(60);

    /** A host that runs answers at once; one that is dead would be waited for as if it booted. */
    private static final SshSettings IMPATIENT = SshSettings.DEFAULTS.withBoot(Duration.ofSeconds(3));

    /**
     * What is made anew.
     *
     * @param service of the hosts; empty for all of them
     */
    record Order(Set<MachineId> hosts, String service, boolean wipe) {
        Order {
            hosts = Set.copyOf(hosts);
        }
    }

    /** One batch as it went; seconds. */
    record Batch(List<String> hosts, double bare, double wiped, double built, double clean) {}

    /** What was done. */
    record Report(String cluster, String plan, String service, boolean wipe, List<Batch> batches, double seconds) {
        String text() {
            StringBuilder text = new StringBuilder();
            for (Batch batch : batches) {
                text.append(String.format(
                        Locale.ROOT,
                        "rebuilt %-40s %s %.1f s%s, services %.1f s, data clean %.1f s%n",
                        String.join(", ", batch.hosts()),
                        service.isEmpty() ? "new system" : service + " removed",
                        batch.bare(),
                        wipe ? String.format(Locale.ROOT, ", drives emptied %.1f s", batch.wiped()) : "",
                        batch.built(),
                        batch.clean()));
            }
            return text.append(String.format(Locale.ROOT, "cluster %s, plan %s: %.1f s%n", cluster, plan, seconds))
                    .toString();
        }
    }

    private final StandingCluster cluster;
    private final ClusterSpec spec;
    private final Order order;
    private final StateDir state;
    private final Substrate substrate;
    private final RunRecorder recorder;
    private Gate gate = Gate.OPEN;

    private RebuildRun(ClusterSpec spec, CommonOptions options, Order order) {
        this.cluster = StandingCluster.open("rebuild", spec, options);
        this.spec = spec;
        this.order = order;
        this.state = cluster.state();
        this.substrate = cluster.substrate();
        this.recorder = cluster.recorder();
    }

    /**
     * Takes the cluster's lock.
     *
     * @throws PetaforgeException when another run holds the cluster
     */
    static RebuildRun open(ClusterSpec spec, CommonOptions options, Order order) {
        return new RebuildRun(spec, options, order);
    }

    /**
     * Does it, or goes on with what a killed run has left.
     *
     * @throws PetaforgeException when it may not be done, or a part of it failed: run again, it goes on from there
     */
    Report run() {
        return cluster.run(() -> {
            PlannedCluster planned = cluster.planned();
            Wiring wiring = cluster.wiring(planned);
            UnfinishedRebuild progress = begin(planned.plan());
            List<Batch> batches = new ArrayList<>();
            cluster.accepted().unverified();
            while (!progress.isDone()) {
                batches.add(locked(planned, wiring, progress));
                progress = progress.next();
                progress.keep(state);
            }
            UnfinishedRebuild.forget(state);
            return new Report(
                    spec.name(), planned.id(), order.service(), order.wipe(), batches, recorder.since(Instant.now()));
        });
    }

    private UnfinishedRebuild begin(ClusterPlan plan) {
        Set<MachineId> hosts = new TreeSet<>(order.hosts());
        if (order.service().isEmpty()) {
            Optional<Reinstallation> installer = substrate.capability(Reinstallation.class);
            if (installer.isEmpty()) {
                throw new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.at(
                                "PF-DAY-076",
                                "substrate",
                                "machines of the substrate '" + substrate.name()
                                        + "' cannot be installed anew in place",
                                "rebuild their services with --service, or take the host out of the inventory, build, and"
                                        + " put it back"));
            }
            List<Problem> obstacles = installer.get().obstacles(spec.name(), hosts);
            if (!obstacles.isEmpty()) {
                throw new PetaforgeException(ExitCode.PREFLIGHT, obstacles);
            }
        } else {
            hosts.retainAll(remains(plan).keySet());
            if (hosts.isEmpty()) {
                throw new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.of(
                                "PF-DAY-074",
                                "none of the hosts that are named runs " + order.service(),
                                "it runs on "
                                        + String.join(
                                                ", ",
                                                remains(plan).keySet().stream()
                                                        .map(MachineId::value)
                                                        .toList())));
            }
        }
        UnfinishedRebuild wanted = UnfinishedRebuild.of(RebuildBatches.of(spec, hosts), order.wipe(), order.service());
        Optional<UnfinishedRebuild> left = UnfinishedRebuild.read(state);
        if (left.isEmpty()) {
            return wanted;
        }
        if (!left.get().sameAs(wanted)) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-DAY-077",
                            "another rebuild was begun and not finished: "
                                    + left.get().text(),
                            "give that command again: it goes on where it was"));
        }
        cluster.report("going on where a rebuild before this one ended: "
                + String.join(", ", left.get().batches().get(left.get().batch())));
        return left.get();
    }

    /** The lock is taken anew for each batch: its file goes with a host that is made anew. */
    private Batch locked(PlannedCluster planned, Wiring wiring, UnfinishedRebuild begun) {
        try (Fleet fleet = Custody.patientFor(substrate.access(spec.name()).values());
                Custody custody = cluster.custody()) {
            gate = custody.gate(planned, fleet, false);
            gate.pass();
            return batch(planned, wiring, begun, custody);
        }
    }

    private Batch batch(PlannedCluster planned, Wiring wiring, UnfinishedRebuild begun, Custody custody) {
        ClusterPlan plan = planned.plan();
        Set<MachineId> hosts = new TreeSet<>(begun.hosts());
        String label = " " + String.join(", ", begun.batches().get(begun.batch()));
        Optional<CephAbsence> absence = absence(plan, hosts);
        UnfinishedRebuild progress = begun;
        Instant began = Instant.now();
        if (progress.stage() == UnfinishedRebuild.Stage.WAITING) {
            absence.ifPresent(away -> recorder.phase("check" + label, () -> check(plan, away)));
            progress = keep(progress, UnfinishedRebuild.Stage.LEAVING);
        }
        if (progress.stage() == UnfinishedRebuild.Stage.LEAVING) {
            recorder.phase("remove" + label, () -> remove(plan, hosts));
            progress = keep(progress, UnfinishedRebuild.Stage.BARE);
        }
        Instant bare = Instant.now();
        if (progress.stage() == UnfinishedRebuild.Stage.BARE) {
            if (progress.wipe()) {
                absence.ifPresent(away -> recorder.phase("wipe" + label, () -> run(plan, away.wipe())));
            }
            keep(progress, UnfinishedRebuild.Stage.WIPED);
        }
        Instant wiped = Instant.now();
        recorder.phase("build" + label, () -> build(planned, wiring, custody));
        Instant built = Instant.now();
        absence.ifPresent(away -> recorder.phase("return" + label, () -> run(plan, away.after())));
        return new Batch(
                begun.batches().get(begun.batch()),
                seconds(began, bare),
                seconds(bare, wiped),
                seconds(wiped, built),
                seconds(built, Instant.now()));
    }

    /** Asked of the first monitor's host that answers: one that is dead is perhaps why this is done. */
    private void check(ClusterPlan plan, CephAbsence away) {
        Optional<PetaforgeException> silent = Optional.empty();
        for (MachineId voice : away.voices(plan)) {
            try {
                run(plan, away.askedOn(voice).before(order.wipe()), IMPATIENT);
                return;
            } catch (PetaforgeException e) {
                if (e.exitCode() != ExitCode.UNREACHABLE) {
                    // Nothing was changed: it is no step that failed.
                    throw new PetaforgeException(ExitCode.PREFLIGHT, e.problems());
                }
                silent = Optional.of(e);
            }
        }
        throw silent.orElseThrow();
    }

    private void build(PlannedCluster planned, Wiring wiring, Custody custody) {
        wiring.makeSecrets();
        custody.beforeSteps(planned, cluster.accepted(), substrate.access(spec.name()));
        if (custody.afterSteps(run(planned.plan(), custody.with(wiring.steps())))) {
            custody.beforeSteps(planned, cluster.accepted(), substrate.access(spec.name()));
            run(planned.plan(), wiring.stateCopy());
        }
    }

    private UnfinishedRebuild keep(UnfinishedRebuild progress, UnfinishedRebuild.Stage stage) {
        UnfinishedRebuild next = progress.at(stage);
        next.keep(state);
        return next;
    }

    /** What of Ceph is away meanwhile; nothing for a service that Ceph does not miss. */
    private Optional<CephAbsence> absence(ClusterPlan plan, Set<MachineId> hosts) {
        Optional<CephAbsence.Part> part =
                order.service().isEmpty() ? Optional.of(CephAbsence.Part.HOST) : CephServices.part(order.service());
        return part.map(away -> CephAbsence.of(plan, hosts, away));
    }

    private void remove(ClusterPlan plan, Set<MachineId> hosts) {
        if (order.service().isEmpty()) {
            stop(plan, hosts);
            Map<MachineId, Answer<PowerState>> answers = substrate
                    .capability(Reinstallation.class)
                    .orElseThrow()
                    .reinstall(spec.name(), hosts, Optional.of(INSTALLATION), cluster.console());
            List<Problem> problems = answers.values().stream()
                    .flatMap(answer -> answer.problem().stream())
                    .toList();
            if (!problems.isEmpty()) {
                throw new PetaforgeException(ExitCode.UNREACHABLE, problems);
            }
            return;
        }
        Map<MachineId, Remains> remains = new TreeMap<>(remains(plan));
        remains.keySet().retainAll(hosts);
        run(plan, List.of(new ForgetStep("rebuild/" + order.service(), remains)));
    }

    /** One after the other: a host that does not answer has nothing left to stop, the others have. */
    private void stop(ClusterPlan plan, Set<MachineId> hosts) {
        for (MachineId host : hosts) {
            try {
                run(
                        plan,
                        CephAbsence.of(plan, Set.of(host), CephAbsence.Part.HOST)
                                .stop(),
                        IMPATIENT);
            } catch (PetaforgeException e) {
                if (e.exitCode() != ExitCode.UNREACHABLE) {
                    throw e;
                }
                cluster.report(host + " does not answer: made anew as it is");
            }
        }
    }

    private Map<MachineId, Remains> remains(ClusterPlan plan) {
        Map<MachineId, Remains> remains = CephServices.remains(plan, order.service());
        return remains.isEmpty() ? SparkServices.remains(plan, order.service()) : remains;
    }

    private RunResult run(ClusterPlan plan, List<Step> steps) {
        return run(plan, steps, SshSettings.DEFAULTS);
    }

    private RunResult run(ClusterPlan plan, List<Step> steps, SshSettings settings) {
        return cluster.run(plan, steps, settings, gate);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
