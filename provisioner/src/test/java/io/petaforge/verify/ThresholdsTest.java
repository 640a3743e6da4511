package io.petaforge.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Problem;
import io.petaforge.plan.VerifyPlan;
import io.petaforge.verify.VerifyReport.Direction;
import io.petaforge.verify.VerifyReport.Measurement;
import io.petaforge.verify.VerifyReport.Ratio;
import io.petaforge.workload.result.Latency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
    private static final Latency LATENCY = new Latency(1, 1, 1, 1, 1);
    private static final Optional<Measurement> SPARK = Optional.of(new Measurement(
            "Spark",
            new Direction(100_000_000, 1, 100e6, LATENCY),
            new Direction(100_000_000, 0.5, 200e6, LATENCY),
            List.of()));
    private static final Optional<Ratio> RATIO = Optional.of(new Ratio(0.5, 0.9));

    @Test
    void withoutThresholdsNothingIsMissed() {
        assertEquals(List.of(), Thresholds.missed(Samples.NO_THRESHOLDS, SPARK, RATIO));
    }

    @Test
    void aThresholdThatIsJustReachedIsReached() {
        assertEquals(List.of(), codes(plan(100_000_000, 200_000_000, 0.5)));
    }

    @Test
    void eachThresholdHasItsCode() {
        assertEquals(List.of("PF-VER-040"), codes(plan(100_000_001, 1, 0.1)));
        assertEquals(List.of("PF-VER-041"), codes(plan(1, 200_000_001, 0.1)));
        assertEquals(List.of("PF-VER-042"), codes(plan(1, 1, 0.6)));
        assertEquals(
                List.of("PF-VER-040", "PF-VER-041", "PF-VER-042", "PF-VER-043"),
                codes(plan(1_000_000_000, 1_000_000_000, 0.95)));
    }

    @Test
    void whatWasNotMeasuredIsMissed() {
        List<Problem> problems = Thresholds.missed(plan(1, 1, 0.1), Optional.empty(), Optional.empty());
        assertEquals(4, problems.size());
    }

    @Test
    void theSentenceHasBothFigures() {
        Problem problem =
                Thresholds.missed(plan(150_000_000, 1, 0.1), SPARK, RATIO).get(0);
        assertEquals("verify.thresholds.write", problem.path());
        assertEquals("Spark over S3A reached 100.0 MB/s in write, the inventory asks for 150.0 MB/s", problem.what());
    }

    private static List<String> codes(VerifyPlan plan) {
        return Thresholds.missed(plan, SPARK, RATIO).stream().map(Problem::code).toList();
    }

    private static VerifyPlan plan(long write, long read, double ratio) {
        return new VerifyPlan(
                ByteSize.parse("512MB"),
                ByteSize.parse("32MB"),
                OptionalLong.of(write),
                OptionalLong.of(read),
                OptionalDouble.of(ratio));
    }
}
