package io.petaforge.storage.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ByteRate;
import io.petaforge.storage.Golden;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The model against everything that the three publications give in numbers. */
class CalibrationTest {
    private static final List<Published> ALL = Published.all();

    @Test
    void everyPublishedResultIsPredictedWithinTwentyPercent() {
        for (Published one : ALL) {
            double error = one.error(ModelParameters.PUBLISHED);
            assertTrue(Math.abs(error) < 0.20, one.name() + (one.write() ? " write " : " read ") + error);
        }
    }

    @Test
    void theLimiterIsTheOneThatWasPublished() {
        for (Published one : ALL) {
            Limited predicted = one.predicted(ModelParameters.PUBLISHED);
            one.limiter().ifPresent(published -> assertEquals(published, predicted.limiter(), one.name() + predicted));
        }
    }

    /** No result has parameters of its own: those in force are the best ones for all results together. */
    @Test
    void theParametersInForceAreTheFitOverAllResults() {
        ModelParameters.Network fitted = Fit.of(ALL).network();
        ModelParameters.Network inForce = ModelParameters.PUBLISHED.network();
        assertEquals(fitted.oneWay(), inForce.oneWay(), 0.011);
        assertEquals(fitted.bothWays(), inForce.bothWays(), 0.011);
        assertEquals(fitted.writeBase(), inForce.writeBase(), 0.021);
        assertEquals(fitted.writePerObject(), inForce.writePerObject(), 0.11);
    }

    /**
     * The 12-node publication says that a host's two ports are capped at 100 Gbit/s together. Every GET crosses the network
     * at least from the primary's host to the gateway's (11 of 12 times) and from there to the client: at 111 GiB/s that is
     * 152 Gbit/s out of every host. So the row is calibrated with 200 Gbit/s, of which it uses 96 %.
     */
    @Test
    void theCapOf100GbitForAWholeHostContradictsTheResultPublishedWithIt() {
        double leastOut = (1 + 11.0 / 12) * ByteRate.ofGiB(111).bytesPerSecond() / 12 * 8;
        assertEquals(152e9, leastOut, 1e9);
    }

    @Test
    void table() {
        Map<String, ModelParameters> without = new TreeMap<>();
        for (String publication : List.of("journey", "object", "reef")) {
            without.put(publication, withoutPublication(publication));
        }
        StringBuilder text = new StringBuilder();
        text.append(
                "Predicted against published, GiB/s. \"row out\": the network parameters fitted without this result; "
                        + "\"source out\": without all results of its publication.\n\n");
        row(text, "cluster", "", "published", "predicted", "error", "row out", "source out", "limiter (published)");
        for (int i = 0; i < ALL.size(); i++) {
            if (i == Published.REFERENCE) {
                text.append("\nother results of the same publications\n");
            }
            line(text, ALL.get(i), without);
        }
        text.append("\nin force: ").append(ModelParameters.PUBLISHED.network()).append('\n');
        without.forEach((publication, fitted) -> text.append("without ")
                .append(publication)
                .append(": ")
                .append(fitted.network())
                .append('\n'));
        Golden.assertSame("predict/calibration.txt", text.toString());
    }

    private static void line(StringBuilder text, Published one, Map<String, ModelParameters> without) {
        Limited predicted = one.predicted(ModelParameters.PUBLISHED);
        row(
                text,
                one.publication() + ": " + one.name(),
                one.write() ? "write" : "read",
                number(one.rate()),
                number(predicted.rate()),
                percent(one.error(ModelParameters.PUBLISHED)),
                percent(one.error(
                        Fit.of(ALL.stream().filter(other -> other != one).toList(), one.write()))),
                percent(one.error(without.get(one.publication()))),
                predicted.limiter().words()
                        + one.limiter().map(said -> " (" + said.words() + ")").orElse(""));
    }

    private static ModelParameters withoutPublication(String publication) {
        return Fit.of(ALL.stream()
                .filter(one -> !one.publication().equals(publication))
                .toList());
    }

    private static void row(StringBuilder text, String... cells) {
        text.append(String.format(Locale.ROOT, "%-42s %-5s %9s %9s %7s %7s %10s  %s%n", (Object[]) cells));
    }

    private static String number(ByteRate rate) {
        return String.format(Locale.ROOT, "%.1f", rate.gibibytes());
    }

    private static String percent(double error) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * error);
    }
}
