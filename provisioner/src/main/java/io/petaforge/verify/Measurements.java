package io.petaforge.verify;

import io.petaforge.verify.VerifyReport.Direction;
import io.petaforge.verify.VerifyReport.Measurement;
import io.petaforge.verify.VerifyReport.Ratio;
import io.petaforge.verify.VerifyReport.Share;
import io.petaforge.verify.VerifyReport.SparkJob;
import io.petaforge.verify.VerifyReport.Versions;
import io.petaforge.workload.result.BaselineResult;
import io.petaforge.workload.result.Latency;
import io.petaforge.workload.result.RoundTripResult;
import io.petaforge.workload.result.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Turns the programs' results into the figures of the report. */
final class Measurements {
    private Measurements() {}

    /** The raw clients of all hosts, which began each phase together: the slowest one's time counts for all. */
    static Measurement raw(List<BaselineResult> results) {
        List<Share> shares = results.stream()
                .map(r -> share(r.host(), r.host(), r.write(), r.read()))
                .toList();
        return new Measurement(
                results.stream()
                        .map(BaselineResult::client)
                        .distinct()
                        .reduce((a, b) -> a + ", " + b)
                        .orElse(""),
                together(results, BaselineResult::write),
                together(results, BaselineResult::read),
                shares);
    }

    private static Direction together(List<BaselineResult> results, Function<BaselineResult, Transfer> direction) {
        long bytes = 0;
        double seconds = 0;
        List<Long> micros = new ArrayList<>();
        for (BaselineResult result : results) {
            Transfer transfer = direction.apply(result);
            bytes += transfer.bytes();
            seconds = Math.max(seconds, transfer.seconds());
            micros.addAll(transfer.micros());
        }
        return direction(new Transfer(bytes, seconds, micros));
    }

    static SparkJob spark(RoundTripResult result) {
        List<Share> shares = result.executors().stream()
                .map(e -> share("executor " + e.id(), e.host(), e.write(), e.read()))
                .toList();
        RoundTripResult.Versions versions = result.versions();
        return new SparkJob(
                new Measurement(
                        String.format(Locale.ROOT, "Spark %s over S3A %s", versions.spark(), versions.hadoop()),
                        direction(result.write()),
                        direction(result.read()),
                        shares),
                new Versions(versions.spark(), versions.scala(), versions.hadoop(), versions.java()),
                result.hosts(),
                result.committer(),
                result.objects(),
                result.rows(),
                result.checksum(),
                result.startupSeconds(),
                result.warmupSeconds(),
                result.commitSeconds());
    }

    static Ratio ratio(Measurement spark, Measurement raw) {
        return new Ratio(
                divide(spark.write().bytesPerSecond(), raw.write().bytesPerSecond()),
                divide(spark.read().bytesPerSecond(), raw.read().bytesPerSecond()));
    }

    private static double divide(double dividend, double divisor) {
        return divisor > 0 ? dividend / divisor : 0;
    }

    private static Share share(String name, String host, Transfer write, Transfer read) {
        return new Share(
                name,
                host,
                write.rate(),
                read.rate(),
                Latency.ofMicros(write.micros()),
                Latency.ofMicros(read.micros()));
    }

    private static Direction direction(Transfer transfer) {
        return new Direction(
                transfer.bytes(), transfer.seconds(), transfer.rate(), Latency.ofMicros(transfer.micros()));
    }
}
