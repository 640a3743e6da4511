package io.petaforge.verify;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.PlanShape;
import io.petaforge.storage.predict.Limited;
import io.petaforge.storage.predict.Predictor;
import io.petaforge.verify.VerifyReport.Expectation;
import io.petaforge.verify.VerifyReport.Predicted;
import java.util.Optional;

/** What the planner foresaw for the figures of the report. The raw client speaks S3, so it is S3's prediction. */
final class Predictions {
    private Predictions() {}

    static Optional<Predicted> of(ClusterPlan plan) {
        return PlanShape.of(plan)
                .map(Predictor::predict)
                .map(prediction -> new Predicted(
                        expectation(prediction.rgwWrite()),
                        expectation(prediction.rgwRead()),
                        expectation(prediction.s3aWrite()),
                        expectation(prediction.s3aRead())));
    }

    private static Expectation expectation(Limited limited) {
        return new Expectation(
                limited.rate().bytesPerSecond(), limited.limiter().words());
    }
}
