package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.remote.Fleet;
import io.petaforge.spark.SparkSteps;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.Generation.Stage;
import io.petaforge.state.Generations;
import io.petaforge.state.Generations.Group;
import io.petaforge.step.Gate;
import io.petaforge.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Other keys or certificates for a cluster that serves. Each stage of the change is one write of {@link Generations}, after
 * which the ordinary steps bring the hosts to it; what was killed goes on at the stage that is written there.
 */
final class RotateRun implements AutoCloseable {
    /**
     * What is rotated.
     *
     * @param interrupt whether applications that run may fail
     * @param keepOld whether to stop while the old ones are still accepted
     */
    record Order(Set<Group> groups, boolean interrupt, boolean keepOld) {
        Order {
            groups = Set.copyOf(groups);
        }
    }

    /** A stage as it went. */
    record StageTime(Stage stage, double seconds) {}

    /**
     * What was done.
     *
     * @param hints what is left for people to do
     */
    record Report(
            String cluster,
            String plan,
            Set<Group> rotated,
            List<StageTime> stages,
            List<String> hints,
            double seconds) {
        String text() {
            StringBuilder text = new StringBuilder("rotated " + names(rotated) + ": ");
            text.append(stages.stream()
                    .map(stage -> String.format(Locale.ROOT, "%s %.1f s", word(stage.stage()), stage.seconds()))
                    .collect(Collectors.joining(", ")));
            hints.forEach(hint -> text.append('\n').append(hint));
            return text.append(String.format(Locale.ROOT, "%ncluster %s, plan %s: %.1f s%n", cluster, plan, seconds))
                    .toString();
        }

        private static String word(Stage stage) {
            return switch (stage) {
                case ADDED -> "new ones accepted";
                case USED -> "in use";
                case DROPPED -> "old ones refused";
                case SETTLED -> "settled";
            };
        }
    }

    private final StandingCluster cluster;
    private final ClusterSpec spec;
    private final Order order;
    private final List<StageTime> stages = new ArrayList<>();

    private RotateRun(ClusterSpec spec, CommonOptions options, Order order) {
        this.cluster = StandingCluster.open("rotate", spec, options);
        this.spec = spec;
        this.order = order;
    }

    /**
     * Takes the cluster's lock.
     *
     * @throws PetaforgeException when another run holds the cluster
     */
    static RotateRun open(ClusterSpec spec, CommonOptions options, Order order) {
        return new RotateRun(spec, options, order);
    }

    /**
     * Does it, or goes on with what a killed run has left.
     *
     * @throws PetaforgeException when it may not be done, or a part of it failed: run again, it goes on from there
     */
    Report run() {
        return cluster.run(() -> {
            PlannedCluster planned = cluster.planned();
            Generations begun = begun();
            try (Fleet fleet = Custody.patientFor(
                            cluster.substrate().access(spec.name()).values());
                    Custody custody = cluster.custody()) {
                Gate gate = custody.gate(planned, fleet, false);
                gate.pass();
                Rotation rotation = new Rotation(planned, custody, fleet, gate);
                rotation.carryOut(begun);
            }
            return new Report(
                    spec.name(),
                    planned.id(),
                    EnumSet.copyOf(order.groups()),
                    stages,
                    hints(),
                    cluster.recorder().since(Instant.now()));
        });
    }

    /** What is in force; refused while something else is half done. */
    private Generations begun() {
        Generations now = Generations.read(cluster.state());
        Set<Group> unsettled = now.unsettled();
        if (!order.groups().containsAll(unsettled)) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-DAY-091",
                            "another rotation was begun and not finished: " + names(unsettled),
                            "finish it first, it goes on where it was: petaforge " + command(unsettled)
                                    + " INVENTORY"));
        }
        if (!unsettled.isEmpty()) {
            cluster.report("going on where a rotation before this one ended: " + names(unsettled));
        }
        return now;
    }

    /** The command that finishes a rotation of these. */
    static String command(Set<Group> unsettled) {
        if (unsettled.contains(Group.CA)) {
            return "rotate certificates --ca";
        }
        return unsettled.contains(Group.CERTIFICATES) ? "rotate certificates" : "rotate keys";
    }

    /** As people call them. */
    static String names(Set<Group> groups) {
        return EnumSet.copyOf(groups).stream()
                .map(group -> switch (group) {
                    case CA -> "the CA and all certificates";
                    case CERTIFICATES -> "the gateways' certificates";
                    case S3 -> "the S3 user's keys";
                    case SPARK -> "Spark's secret";
                    case CEPH -> "the keys of Ceph's daemons and administrator";
                })
                .collect(Collectors.joining(", "));
    }

    private List<String> hints() {
        List<String> hints = new ArrayList<>();
        if (order.groups().contains(Group.S3)) {
            hints.add("the new S3 keys are in " + cluster.state().path().resolve("secrets/s3"));
        }
        if (order.keepOld()) {
            hints.add(
                    "the old ones are still accepted: give the command again without --keep-old when no client has them");
        }
        if (order.groups().contains(Group.CA)) {
            hints.add("give clients elsewhere the new CA, /etc/ceph/ca.crt of any host, within a year");
        }
        return hints;
    }

    /** With all that is needed on the way. */
    private final class Rotation {
        private final PlannedCluster planned;
        private final Custody custody;
        private final Fleet fleet;
        private final Gate gate;

        Rotation(PlannedCluster planned, Custody custody, Fleet fleet, Gate gate) {
            this.planned = planned;
            this.custody = custody;
            this.fleet = fleet;
            this.gate = gate;
        }

        void carryOut(Generations begun) {
            Set<Group> changing = begun.unsettled().isEmpty() ? order.groups() : begun.unsettled();
            Generations now = begun;
            if (now.unsettled().isEmpty()) {
                refuseIfDisturbed(changing);
            } else {
                converge(stage(now, changing));
            }
            cluster.accepted().unverified();
            do {
                now = now.next(changing);
                Stage stage = stage(now, changing);
                if (stage == Stage.DROPPED && order.keepOld()) {
                    return;
                }
                mayFollow(changing, stage);
                now.keep(cluster.state());
                if (stage == Stage.SETTLED) {
                    settle();
                } else {
                    converge(stage);
                }
            } while (!now.unsettled().isEmpty());
        }

        private static Stage stage(Generations now, Set<Group> changing) {
            return now.of(changing.iterator().next()).stage();
        }

        /** Before anything is changed. */
        private void refuseIfDisturbed(Set<Group> changing) {
            try {
                mayFollow(changing, Stage.USED);
            } catch (PetaforgeException e) {
                throw new PetaforgeException(
                        e.exitCode() == ExitCode.STEP_FAILED ? ExitCode.PREFLIGHT : e.exitCode(), e.problems());
            }
        }

        private void mayFollow(Set<Group> changing, Stage stage) {
            Optional<Step> condition = Optional.empty();
            if (stage == Stage.USED && changing.contains(Group.SPARK)) {
                condition = Optional.of(SparkSteps.idle());
            } else if (stage == Stage.DROPPED && changing.contains(Group.S3)) {
                condition = Optional.of(SparkSteps.onPresentKeys());
            }
            if (!order.interrupt()) {
                condition.ifPresent(step -> cluster.run(planned.plan(), List.of(step), fleet, gate));
            }
        }

        private void converge(Stage stage) {
            Instant from = Instant.now();
            cluster.recorder().phase(Report.word(stage), () -> {
                Wiring wiring = cluster.wiring(planned);
                wiring.makeSecrets();
                note();
                custody.afterSteps(cluster.run(planned.plan(), custody.with(wiring.steps()), fleet, gate));
                if (stage != Stage.ADDED) {
                    cluster.run(planned.plan(), List.of(wiring.served()), fleet, gate);
                }
            });
            stages.add(
                    new StageTime(stage, Duration.between(from, Instant.now()).toMillis() / 1000.0));
        }

        /** What was in force before is forgotten here, and in the copies on the hosts. */
        private void settle() {
            cluster.recorder().phase(Report.word(Stage.SETTLED), () -> {
                Wiring wiring = cluster.wiring(planned);
                wiring.makeSecrets();
                note();
                custody.afterSteps(cluster.run(planned.plan(), wiring.stateCopy(), fleet, gate));
            });
        }

        private void note() {
            custody.beforeSteps(planned, cluster.accepted(), cluster.substrate().access(spec.name()));
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
