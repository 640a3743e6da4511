package io.petaforge.verify;

import io.petaforge.api.Problem;
import io.petaforge.plan.VerifyPlan;
import io.petaforge.verify.VerifyReport.Measurement;
import io.petaforge.verify.VerifyReport.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Holds the measurement against what the inventory asks for. */
final class Thresholds {
    private Thresholds() {}

    /** What was missed; a threshold whose figure could not be measured is missed too. */
    static List<Problem> missed(VerifyPlan plan, Optional<Measurement> spark, Optional<Ratio> ratio) {
        List<Problem> problems = new ArrayList<>();
        double write = spark.map(m -> m.write().bytesPerSecond()).orElse(0.0);
        double read = spark.map(m -> m.read().bytesPerSecond()).orElse(0.0);
        plan.minWrite().ifPresent(least -> rate(problems, "PF-VER-040", "write", write, least));
        plan.minRead().ifPresent(least -> rate(problems, "PF-VER-041", "read", read, least));
        plan.minRatio().ifPresent(least -> {
            ratio(problems, "PF-VER-042", "write", ratio.map(Ratio::write).orElse(0.0), least);
            ratio(problems, "PF-VER-043", "read", ratio.map(Ratio::read).orElse(0.0), least);
        });
        return problems;
    }

    private static void rate(List<Problem> problems, String code, String direction, double found, long least) {
        if (found < least) {
            problems.add(Problem.at(
                    code,
                    "verify.thresholds." + direction,
                    "Spark over S3A reached " + Figures.rate(found) + " in " + direction + ", the inventory asks for "
                            + Figures.rate(least),
                    "compare the raw client's figure in the same report: if it is low too, look at the OSDs and the"
                            + " network, else at executors and S3A; or lower the threshold"));
        }
    }

    private static void ratio(List<Problem> problems, String code, String direction, double found, double least) {
        if (found < least) {
            problems.add(Problem.at(
                    code,
                    "verify.thresholds.ratio",
                    String.format(
                            Locale.ROOT,
                            "in %s Spark over S3A reached %.2f of the raw client, the inventory asks for %.2f",
                            direction,
                            found,
                            least),
                    "measure more data (verify.data), so that start-up weighs less; look at executors and S3A settings;"
                            + " or lower the threshold"));
        }
    }
}
