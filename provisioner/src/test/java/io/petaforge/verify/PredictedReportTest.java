package io.petaforge.verify;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.verify.VerifyReport.Direction;
import io.petaforge.verify.VerifyReport.Expectation;
import io.petaforge.verify.VerifyReport.Measurement;
import io.petaforge.verify.VerifyReport.Predicted;
import io.petaforge.workload.result.Latency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictedReportTest {
    @Test
    void predictedStandsBesideMeasured() {
        String text = ReportText.render(report(Optional.of(new Predicted(
                new Expectation(80e6, "CPU"),
                new Expectation(250e6, "CPU"),
                new Expectation(30e6, "CPU"),
                new Expectation(120e6, "CPU")))));
        assertTrue(
                text.contains("raw write  predicted    80.0 MB/s (limited by CPU), measured   100.0 MB/s, 1.25 of it"),
                text);
        assertTrue(
                text.contains("raw read   predicted   250.0 MB/s (limited by CPU), measured   200.0 MB/s, 0.80 of it"),
                text);
        // Spark was not reached: nothing is said of it.
        assertFalse(text.contains("S3A write"), text);
    }

    @Test
    void aPlanWithoutOsdsHasNoPrediction() {
        assertTrue(Predictions.of(Samples.plan(Samples.NO_THRESHOLDS)).isEmpty());
        assertFalse(ReportText.render(report(Optional.empty())).contains("predicted"));
    }

    private static VerifyReport report(Optional<Predicted> predicted) {
        Measurement raw = new Measurement("raw", direction(100e6), direction(200e6), List.of());
        return new VerifyReport(
                "lab",
                "https://s3.lab.internal",
                new Layout(3, 2, 1, Layout.ROW),
                new VerifyReport.Space(Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.of(raw),
                Optional.empty(),
                Optional.empty(),
                predicted,
                List.of(),
                List.of());
    }

    private static Direction direction(double bytesPerSecond) {
        return new Direction(1_000_000, 1, bytesPerSecond, Latency.ofMicros(List.of(1000L)));
    }
}
