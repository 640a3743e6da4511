package io.petaforge.storage.sizing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Finds options that nobody would choose: another that meets the goal is nowhere worse and somewhere better. */
final class Dominance {
    private Dominance() {}

    /** The options, those that are beaten with the name of the first that beats them. */
    static List<Option> mark(List<Option> options) {
        return options.stream()
                .map(option -> option.beatenBy(options.stream()
                        .filter(other -> other.meets() && beats(other, option))
                        .map(Option::name)
                        .findFirst()))
                .toList();
    }

    private static boolean beats(Option a, Option b) {
        double[] of = merits(a);
        double[] against = merits(b);
        boolean better = false;
        for (int i = 0; i < of.length; i++) {
            if (of[i] < against[i]) {
                return false;
            }
            better |= of[i] > against[i];
        }
        return better;
    }

    /** Each the larger the better. */
    private static double[] merits(Option option) {
        Figures figures = option.figures();
        return new double[] {
            figures.usable().bytes(),
            figures.prediction().rgwRead().rate().bytesPerSecond(),
            figures.prediction().rgwWrite().rate().bytesPerSecond(),
            -figures.watts(),
            -figures.rackUnits(),
            -figures.price().orElse(0),
            -figures.aftermath().ordinal(),
            -seconds(figures.prediction().drive().map(rebuild -> rebuild.time())),
            -seconds(figures.prediction().host().map(rebuild -> rebuild.time())),
            // How many drives in different failure domains may fail at once.
            option.proposal().protection().mostLost()
        };
    }

    private static double seconds(Optional<Duration> time) {
        return time.map(duration -> (double) duration.toSeconds()).orElse(Double.MAX_VALUE);
    }
}
