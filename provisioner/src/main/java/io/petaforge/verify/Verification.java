package io.petaforge.verify;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan;
import io.petaforge.remote.Fleet;
import io.petaforge.verify.VerifyReport.Measurement;
import io.petaforge.verify.VerifyReport.Phase;
import io.petaforge.verify.VerifyReport.Ratio;
import io.petaforge.verify.VerifyReport.S3a;
import io.petaforge.verify.VerifyReport.SparkJob;
import io.petaforge.workload.result.BaselineResult;
import io.petaforge.workload.result.ProbeResult;
import io.petaforge.workload.result.RoundTripResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One verification of a running cluster, from the look at its free space to the removal of the data. Whatever fails
 * becomes a problem of the report, and the data is removed all the same.
 */
public final class Verification {
    private final ClusterPlan plan;
    private final Layout layout;
    private final Programs programs;
    private final Store store;
    private final Progress progress;
    private final LongSupplier nanos;
    private final List<Phase> phases = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * A verification.
     *
     * @param workload the workload module's jar on this machine
     * @param run names this run's objects: letters, digits and dashes, never the same twice
     * @param nanos a monotonic clock such as {@code System::nanoTime}
     */
    public Verification(
            ClusterPlan plan, Fleet fleet, Path workload, String run, Progress progress, LongSupplier nanos) {
        this.plan = requireNonNull(plan, "plan");
        this.progress = requireNonNull(progress, "progress");
        this.nanos = requireNonNull(nanos, "nanos");
        layout = layout(plan);
        Remote remote = new Remote(fleet);
        programs = new Programs(plan, layout, remote, workload, run);
        store = new Store(plan, remote);
    }

    /** How the plan's data is cut: as many objects in flight as the workers run tasks at once. */
    static Layout layout(ClusterPlan plan) {
        SparkPlan spark = plan.spark();
        int slots = Math.max(
                1,
                Executors.of(spark) * spark.executor().cores() / spark.workers().size());
        return Layout.of(
                plan.verify().data(),
                plan.verify().objectSize(),
                spark.workers().size(),
                slots);
    }

    /**
     * Asks S3A what works against the gateway and decides the settings. Also part of {@link #run}; on its own it serves a
     * build, which writes the settings before Spark is used.
     *
     * @return empty when the probe could not run; {@link #problems} then says why
     */
    public Optional<S3aSettings> decideSettings() {
        return probe().map(S3aSettings::decide);
    }

    /** What has failed so far. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Does everything. */
    public VerifyReport run() {
        Optional<Long> before = timed("space", store::free);
        Optional<Problem> full = store.lacking(before, layout);
        if (full.isPresent()) {
            problems.add(full.get());
            return report(
                    new VerifyReport.Space(before, Optional.empty(), Optional.empty()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
        Optional<Long> used = Optional.empty();
        Optional<S3a> s3a = Optional.empty();
        Optional<Measurement> raw = Optional.empty();
        Optional<SparkJob> spark = Optional.empty();
        try {
            Optional<ProbeResult> probe = probe();
            Optional<S3aSettings> settings = probe.map(S3aSettings::decide);
            settings.ifPresent(decided -> problems.addAll(decided.problems()));
            s3a = probe.map(found -> s3a(found, Map.of()));
            if (problems.isEmpty()) {
                raw = timed("raw client", this::raw);
                Optional<RoundTripResult> result = timed("Spark job", this::sparkJob);
                spark = result.filter(r -> r.write().bytes() > 0).map(Measurements::spark);
                s3a = probe.map(found ->
                        s3a(found, result.map(RoundTripResult::settings).orElse(Map.of())));
                used = store.freeNow();
            }
        } finally {
            timed("removal", () -> {
                progress.report("removing the data, collecting garbage");
                problems.addAll(store.remove());
                return true;
            });
        }
        Optional<Long> withData = used;
        Optional<Long> after = timed("space after", () -> store.freeAgain(before, withData));
        return report(new VerifyReport.Space(before, used, after), s3a, raw, spark);
    }

    private Optional<ProbeResult> probe() {
        return timed("S3A probe", () -> {
            progress.report("asking S3A what works against " + plan.ceph().s3().url());
            return programs.probe(problems);
        });
    }

    private S3a s3a(ProbeResult probe, Map<String, String> configured) {
        S3aSettings decided = S3aSettings.decide(probe);
        return new S3a(
                probe.hadoop(),
                probe.checks(),
                decided.settings(),
                configured.isEmpty() ? List.of() : decided.differences(configured));
    }

    private Optional<Measurement> raw() {
        progress.report("raw S3 client on " + layout.hosts() + " hosts: " + Figures.bytes(layout.bytes()));
        List<BaselineResult> results = programs.baseline(problems);
        return results.size() == layout.hosts() ? Optional.of(Measurements.raw(results)) : Optional.empty();
    }

    private Optional<RoundTripResult> sparkJob() {
        int executors = Executors.of(plan.spark());
        progress.report("Spark job on " + executors + " executors: " + Figures.bytes(layout.bytes()));
        Optional<RoundTripResult> result = programs.sparkJob(executors, problems);
        result.filter(r -> r.problems().isEmpty()).ifPresent(this::everyWorker);
        return result;
    }

    private void everyWorker(RoundTripResult result) {
        TreeSet<String> missing = new TreeSet<>();
        plan.spark().workers().stream()
                .map(SparkPlan.WorkerPlan::machine)
                .map(MachineId::value)
                .forEach(missing::add);
        missing.removeAll(result.hosts());
        if (!missing.isEmpty()) {
            problems.add(Problem.of(
                    "PF-VER-031",
                    "no executor ran on " + String.join(", ", missing),
                    "look at the workers there: systemctl status, and the master's page"));
        }
    }

    private VerifyReport report(
            VerifyReport.Space space, Optional<S3a> s3a, Optional<Measurement> raw, Optional<SparkJob> spark) {
        Optional<Measurement> measured = spark.map(SparkJob::measurement);
        Optional<Ratio> ratio = measured.flatMap(s -> raw.map(r -> Measurements.ratio(s, r)));
        if (problems.isEmpty()) {
            problems.addAll(Thresholds.missed(plan.verify(), measured, ratio));
        }
        return new VerifyReport(
                plan.cluster(),
                plan.ceph().s3().url(),
                layout,
                space,
                s3a,
                raw,
                spark,
                ratio,
                Predictions.of(plan),
                phases,
                problems);
    }

    private <T> T timed(String phase, Supplier<T> work) {
        long begin = nanos.getAsLong();
        try {
            return work.get();
        } finally {
            phases.add(new Phase(phase, (nanos.getAsLong() - begin) / 1e9));
        }
    }
}
