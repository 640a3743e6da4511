package io.petaforge.storage.predict;

import static java.util.Objects.requireNonNull;

import io.petaforge.storage.hardware.Shape;

/**
 * Predicts throughput and repair. Every component's ceiling follows from what a user's byte costs it; the lowest ceiling is
 * the prediction, and its component the limiter.
 */
public final class Predictor {
    private final ModelParameters parameters;

    /** A predictor with other parameters than those in force. */
    public Predictor(ModelParameters parameters) {
        this.parameters = requireNonNull(parameters, "parameters");
    }

    /**
     * What the shape delivers, by the parameters in force.
     *
     * @throws IllegalArgumentException when the shape has no OSD
     */
    public static Prediction predict(Shape shape) {
        return new Predictor(ModelParameters.PUBLISHED).of(shape);
    }

    /** What the shape delivers. */
    public Prediction of(Shape shape) {
        if (shape.osds() == 0) {
            throw new IllegalArgumentException("a shape without OSDs delivers nothing");
        }
        Demands demands = new Demands(shape, parameters);
        Ceilings ceilings = new Ceilings(shape, parameters);
        Rebuilds rebuilds = new Rebuilds(shape, parameters);
        return new Prediction(
                ceilings.rados(demands.radosRead()),
                ceilings.rados(demands.radosWrite()),
                ceilings.s3(demands.get()),
                ceilings.s3(demands.put()),
                ceilings.s3(demands.s3aRead()),
                ceilings.s3(demands.s3aWrite()),
                rebuilds.drive(),
                rebuilds.host(),
                rebuilds.rack());
    }
}
