package io.petaforge.storage.predict;

import java.util.List;

/**
 * Finds the five network parameters from published results by least squares of the logarithms, on a grid. What the
 * results do not tell (object size, when all objects are of one size) stays at the grid's lowest value.
 */
final class Fit {
    private static final ModelParameters.Network START = ModelParameters.PUBLISHED.network();

    private Fit() {}

    static ModelParameters of(List<Published> results) {
        ModelParameters.Network reads =
                reads(results.stream().filter(one -> !one.write()).toList());
        return ModelParameters.PUBLISHED.with(
                writes(reads, results.stream().filter(Published::write).toList()));
    }

    /** Of one direction only; the parameters of the other stay as they are in force. */
    static ModelParameters of(List<Published> results, boolean write) {
        List<Published> direction =
                results.stream().filter(one -> one.write() == write).toList();
        return ModelParameters.PUBLISHED.with(write ? writes(START, direction) : reads(direction));
    }

    private static ModelParameters.Network reads(List<Published> results) {
        ModelParameters.Network best = START;
        double least = Double.POSITIVE_INFINITY;
        for (int one = 80; one <= 100; one++) {
            for (int both = 60; both <= 90; both++) {
                ModelParameters.Network tried = new ModelParameters.Network(
                        one / 100.0, both / 100.0, START.writeBase(), 0, START.tlsGet(), START.tlsPut());
                double error = error(tried, results);
                if (error < least - 1e-9) {
                    least = error;
                    best = tried;
                }
            }
        }
        return best;
    }

    private static ModelParameters.Network writes(ModelParameters.Network reads, List<Published> results) {
        // Coarse, then fine around it: the error is smooth.
        ModelParameters.Network coarse = writes(reads, results, 0, 40, 4, 40, 100, 5);
        int perObject = (int) Math.round(coarse.writePerObject() * 10);
        int base = (int) Math.round(coarse.writeBase() * 50);
        return writes(reads, results, Math.max(0, perObject - 4), perObject + 4, 1, base - 5, base + 5, 1);
    }

    private static ModelParameters.Network writes(
            ModelParameters.Network reads,
            List<Published> results,
            int leastPerObject,
            int mostPerObject,
            int stepPerObject,
            int leastBase,
            int mostBase,
            int stepBase) {
        ModelParameters.Network best = reads;
        double least = Double.POSITIVE_INFINITY;
        for (int perObject = leastPerObject; perObject <= mostPerObject; perObject += stepPerObject) {
            for (int base = leastBase; base <= mostBase; base += stepBase) {
                ModelParameters.Network tried = new ModelParameters.Network(
                        reads.oneWay(),
                        reads.bothWays(),
                        base / 50.0,
                        perObject / 10.0,
                        START.tlsGet(),
                        START.tlsPut());
                double error = error(tried, results);
                if (error < least - 1e-9) {
                    least = error;
                    best = tried;
                }
            }
        }
        return best;
    }

    private static double error(ModelParameters.Network network, List<Published> results) {
        ModelParameters parameters = ModelParameters.PUBLISHED.with(network);
        return results.stream()
                .mapToDouble(one -> Math.pow(Math.log(1 + one.error(parameters)), 2))
                .sum();
    }
}
