package io.petaforge.cost;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * What a cluster costs.
 *
 * @param currency of all amounts
 * @param region whose prices they are
 * @param lines by group, by what is charged and by its type
 * @param hour all of it for an hour
 * @param month for {@value #HOURS_OF_A_MONTH} hours
 * @param spans for certain times
 * @param unpriced what is in no sum, since it has no price
 */
public record Cost(
        String currency,
        String region,
        List<Line> lines,
        Sum hour,
        Sum month,
        List<Span> spans,
        List<String> unpriced) {
    /** As clouds count a month: a twelfth of a year. */
    public static final int HOURS_OF_A_MONTH = 730;

    /** The group of what belongs to no machine. */
    public static final String NETWORK = "network";

    /** What is charged. */
    public enum What {
        INSTANCES,
        VOLUMES,
        ADDRESSES,
        /** What the machines need beside them, by the hour. */
        SERVICES
    }

    /**
     * Things of one kind in one group.
     *
     * @param group of the inventory, {@code jump-host}, or {@value #NETWORK} for what is no machine's
     * @param type instance type, flavor, volume type or service; empty for addresses
     * @param spot how many of them are spare capacity
     * @param priced whether all of them are in the sum
     * @param hour all of them for an hour
     */
    public record Line(String group, What what, String type, int number, int spot, boolean priced, Sum hour) {
        public Line {
            requireNonNull(group, "group");
            requireNonNull(what, "what");
            requireNonNull(type, "type");
            requireNonNull(hour, "hour");
        }
    }

    /** A time, what it is, and what the cluster costs in it. */
    public record Span(String name, Duration length, Sum cost) {
        public Span {
            requireNonNull(name, "name");
            requireNonNull(length, "length");
            requireNonNull(cost, "cost");
        }
    }

    public Cost {
        requireNonNull(currency, "currency");
        requireNonNull(region, "region");
        lines = List.copyOf(lines);
        requireNonNull(hour, "hour");
        requireNonNull(month, "month");
        spans = List.copyOf(spans);
        unpriced = List.copyOf(unpriced);
    }

    /** Whether the two amounts of a sum may differ. */
    public boolean hasSpot() {
        return lines.stream().anyMatch(line -> line.spot() > 0);
    }
}
