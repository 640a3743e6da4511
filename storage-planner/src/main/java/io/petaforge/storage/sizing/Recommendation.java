package io.petaforge.storage.sizing;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Chooses among the options that meet the goal: the best {@link Aftermath} first, then the cheapest. Without prices
 * the fewest raw bytes stand for the price, since most of what an all-flash cluster costs is its flash; then the least
 * power, then the order of the catalogue.
 */
final class Recommendation {
    private Recommendation() {}

    static Optional<Answer.Recommended> of(List<Option> options) {
        List<Option> meeting = options.stream().filter(Option::meets).toList();
        if (meeting.isEmpty()) {
            return Optional.empty();
        }
        boolean priced =
                meeting.stream().allMatch(option -> option.figures().price().isPresent());
        ToDoubleFunction<Option> cost = priced
                ? option -> option.figures().price().orElseThrow()
                : option -> option.figures().raw().bytes();
        Comparator<Option> order = Comparator.<Option, Aftermath>comparing(
                        option -> option.figures().aftermath())
                .thenComparingDouble(cost)
                .thenComparingDouble(option -> option.figures().watts());
        List<Option> ranked = meeting.stream().sorted(order).toList();
        Option best = ranked.get(0);
        StringBuilder reason = new StringBuilder(priced ? "the lowest price" : "the least flash to buy");
        reason.append(aftermath(meeting, best)).append(": ").append(amount(best, priced));
        ranked.stream().skip(1).findFirst().ifPresent(next -> reason.append(", next ")
                .append(next.name())
                .append(" with ")
                .append(amount(next, priced)));
        if (meeting.size() == 1) {
            reason.append("; no other option meets the goal");
        }
        return Optional.of(new Answer.Recommended(best, reason.toString()));
    }

    private static String aftermath(List<Option> meeting, Option best) {
        boolean differ = meeting.stream()
                        .map(option -> option.figures().aftermath())
                        .distinct()
                        .count()
                > 1;
        return switch (best.figures().aftermath()) {
            case HEALS -> " of the options that meet the goal" + (differ ? " and heal after a loss" : "");
            case SERVES -> " of the options that meet the goal; none has room to heal";
            case STALLS, WAITS -> " of the options that meet the goal; after a loss none goes on serving";
        };
    }

    private static String amount(Option option, boolean priced) {
        return priced
                ? String.format(Locale.ROOT, "%,.0f", option.figures().price().orElseThrow())
                : option.figures().raw().decimal() + " raw";
    }
}
