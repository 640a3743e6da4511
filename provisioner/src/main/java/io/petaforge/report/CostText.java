package io.petaforge.report;

import io.petaforge.cost.Cost;
import io.petaforge.cost.Sum;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What a cluster costs, for people. */
public final class CostText {
    /** An amount of less than that is shown to a ten-thousandth. */
    private static final BigDecimal SMALL = BigDecimal.TEN;

    private final Cost cost;
    private final List<String> lines = new ArrayList<>();

    private CostText(Cost cost) {
        this.cost = cost;
    }

    /** All of it. */
    public static String render(Cost cost) {
        CostText text = new CostText(cost);
        text.table();
        text.spans();
        return String.join("\n", text.lines) + "\n";
    }

    /** The times alone, and what is in no sum: after a run. */
    public static List<String> brief(Cost cost) {
        CostText text = new CostText(cost);
        text.add("cost   %s by the prices given for %s", amounts(cost, cost.hour()) + " per hour", cost.region());
        text.spans();
        return List.copyOf(text.lines);
    }

    private void table() {
        add(
                "cost   in %s by the prices given for %s; a month is %d hours",
                cost.currency(), cost.region(), Cost.HOURS_OF_A_MONTH);
        row("group", "what", "type", "number", "per hour", "per month", "spot: hour", "month");
        String group = "";
        for (Cost.Line line : cost.lines()) {
            String name = line.group().equals(group) ? "" : line.group();
            String what = line.what().name().toLowerCase(Locale.ROOT);
            String type = line.type() + (line.spot() == 0 ? "" : " (" + line.spot() + " spot)");
            String number = Integer.toString(line.number());
            if (line.priced()) {
                row(name, what, type, number, line.hour());
            } else {
                row(name, what, type, number, "no price", "", "", "");
            }
            group = line.group();
        }
        cost.lines().stream()
                .map(Cost.Line::group)
                .distinct()
                .forEach(name -> total("all of " + name, line -> line.group().equals(name)));
        for (Cost.What what : Cost.What.values()) {
            if (cost.lines().stream().anyMatch(line -> line.what() == what)) {
                total("all " + what.name().toLowerCase(Locale.ROOT), line -> line.what() == what);
            }
        }
        row("total", "", "", "", cost.hour());
    }

    private void total(String name, Predicate<Cost.Line> of) {
        row(
                name,
                "",
                "",
                "",
                cost.lines().stream().filter(of).map(Cost.Line::hour).reduce(Sum.ZERO, Sum::plus));
    }

    private void row(String group, String what, String type, String number, Sum hour) {
        Sum month = hour.times(BigDecimal.valueOf(Cost.HOURS_OF_A_MONTH));
        row(
                group,
                what,
                type,
                number,
                amount(hour.onDemand()),
                amount(month.onDemand()),
                amount(hour.withSpot()),
                amount(month.withSpot()));
    }

    private void row(String... cells) {
        String line = String.format(
                Locale.ROOT, "  %-18s %-10s %-26s %6s %12s %12s", (Object[]) java.util.Arrays.copyOf(cells, 6));
        add("%s", cost.hasSpot() ? line + String.format(Locale.ROOT, " %12s %12s", cells[6], cells[7]) : line);
    }

    private void spans() {
        cost.spans()
                .forEach(span -> add("  %s, %s: %s", span.name(), length(span.length()), amounts(cost, span.cost())));
        cost.unpriced().forEach(what -> add("  NO PRICE: %s", what));
    }

    private static String length(Duration length) {
        return length.compareTo(Duration.ofMinutes(10)) < 0
                ? length.toSeconds() + " s"
                : io.petaforge.lifetime.Ttl.words(length);
    }

    private static String amounts(Cost cost, Sum sum) {
        String full = amount(sum.onDemand()) + " " + cost.currency();
        return cost.hasSpot()
                ? amount(sum.withSpot()) + " " + cost.currency() + " with spot, " + full + " on demand"
                : full;
    }

    private static String amount(BigDecimal amount) {
        return amount.setScale(amount.compareTo(SMALL) < 0 ? 4 : 2, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private void add(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values).stripTrailing());
    }
}
