package io.petaforge.verify;

import io.petaforge.api.Problem;
import io.petaforge.verify.VerifyReport.Direction;
import io.petaforge.verify.VerifyReport.Measurement;
import io.petaforge.verify.VerifyReport.Share;
import io.petaforge.verify.VerifyReport.SparkJob;
import io.petaforge.workload.result.ProbeResult.Check;
import io.petaforge.workload.result.ProbeResult.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The report for people: what was moved, how fast beside the raw client, by whom, and what is wrong. */
public final class ReportText {
    private static final String ROW = "  %-32s %12s %8s %8s %8s %8s\n";

    private final StringBuilder text = new StringBuilder();

    private ReportText() {}

    /** The report as text that ends with a line break. */
    public static String render(VerifyReport report) {
        return new ReportText().write(report);
    }

    private String write(VerifyReport report) {
        Layout layout = report.layout();
        line("Verification of %s: %s", report.cluster(), report.passed() ? "passed" : "FAILED");
        line(
                "  %s, %d objects of %s from %d hosts, %d at once on each",
                report.endpoint(),
                layout.objects(),
                Figures.bytes(layout.objectSize()),
                layout.hosts(),
                layout.slots());
        report.s3a().ifPresent(this::s3a);
        if (report.raw().isPresent() || report.spark().isPresent()) {
            throughput(report);
        }
        report.spark().ifPresent(this::integrity);
        space(report.space());
        line(
                "Time: %s",
                report.phases().stream()
                        .map(phase -> phase.name() + " " + Figures.seconds(phase.seconds()))
                        .collect(Collectors.joining(", ")));
        report.problems().stream().map(Problem::render).forEach(problem -> line("%s", problem));
        return text.toString();
    }

    private void s3a(VerifyReport.S3a s3a) {
        List<Check> checks = s3a.checks();
        line(
                "S3A %s: %s passed%s",
                s3a.hadoop(),
                names(checks, Outcome.PASSED).orElse("nothing"),
                names(checks, Outcome.SKIPPED)
                        .map(names -> "; not asked: " + names)
                        .orElse(""));
        checks.stream()
                .filter(check -> check.outcome() == Outcome.FAILED)
                .forEach(check -> line("  failed: %s (%s)", check.name(), check.message()));
        line("  settings that follow:");
        s3a.settings().forEach((key, value) -> line("    %s = %s", key, value));
        s3a.differences().forEach(difference -> line("  configured otherwise: %s", difference));
    }

    private static Optional<String> names(List<Check> checks, Outcome outcome) {
        return checks.stream()
                .filter(check -> check.outcome() == outcome)
                .map(Check::name)
                .reduce((a, b) -> a + ", " + b);
    }

    private void throughput(VerifyReport report) {
        text.append(String.format(Locale.ROOT, ROW, "Throughput", "", "p50 ms", "p95 ms", "p99 ms", "max ms"));
        report.raw().ifPresent(raw -> measurement("raw", raw));
        report.spark().ifPresent(spark -> measurement("S3A", spark.measurement()));
        report.ratio()
                .ifPresent(ratio -> line(
                        "  S3A to raw: write %s, read %s", Figures.ratio(ratio.write()), Figures.ratio(ratio.read())));
        report.predicted().ifPresent(predicted -> predicted(report, predicted));
    }

    private void predicted(VerifyReport report, VerifyReport.Predicted predicted) {
        Optional<Measurement> spark = report.spark().map(SparkJob::measurement);
        expectation("raw write", predicted.rawWrite(), report.raw().map(Measurement::write));
        expectation("raw read", predicted.rawRead(), report.raw().map(Measurement::read));
        expectation("S3A write", predicted.s3aWrite(), spark.map(Measurement::write));
        expectation("S3A read", predicted.s3aRead(), spark.map(Measurement::read));
    }

    private void expectation(String label, VerifyReport.Expectation expected, Optional<Direction> measured) {
        measured.ifPresent(found -> line(
                "  %-10s predicted %12s (limited by %s), measured %12s, %.2f of it",
                label,
                Figures.rate(expected.bytesPerSecond()),
                expected.limiter(),
                Figures.rate(found.bytesPerSecond()),
                found.bytesPerSecond() / expected.bytesPerSecond()));
    }

    private void measurement(String label, Measurement measurement) {
        row(label + " write", measurement.write());
        row(label + " read", measurement.read());
        for (Share share : measurement.shares()) {
            String who = share.name().equals(share.host()) ? share.host() : share.name() + " on " + share.host();
            line(
                    "    %-30s %12s written, %12s read",
                    who, Figures.rate(share.writeBytesPerSecond()), Figures.rate(share.readBytesPerSecond()));
        }
    }

    private void row(String label, Direction direction) {
        text.append(String.format(
                Locale.ROOT,
                ROW,
                label + ", " + Figures.bytes(direction.bytes()) + " in " + Figures.seconds(direction.seconds()),
                Figures.rate(direction.bytesPerSecond()),
                Figures.millis(direction.latency().p50()),
                Figures.millis(direction.latency().p95()),
                Figures.millis(direction.latency().p99()),
                Figures.millis(direction.latency().max())));
    }

    private void integrity(SparkJob job) {
        line(
                "Data: %d rows in %d objects, checksum %s, %s committer (job commit %s), executors on %s",
                job.rows(),
                job.objects(),
                job.checksum(),
                job.committer(),
                Figures.seconds(job.commitSeconds()),
                String.join(", ", job.hosts()));
        line(
                "  Spark %s, Scala %s, Hadoop %s, Java %s; executors ready after %s, connected after %s more",
                job.versions().spark(),
                job.versions().scala(),
                job.versions().hadoop(),
                job.versions().java(),
                Figures.seconds(job.startupSeconds()),
                Figures.seconds(job.warmupSeconds()));
    }

    private void space(VerifyReport.Space space) {
        line(
                "Free space: %s before, %s with the data, %s after its removal",
                size(space.before()), size(space.used()), size(space.after()));
    }

    private static String size(Optional<Long> bytes) {
        return bytes.map(Figures::bytes).orElse("unknown");
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
