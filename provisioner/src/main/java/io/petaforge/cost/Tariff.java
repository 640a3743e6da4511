package io.petaforge.cost;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Charged;
import io.petaforge.api.ChargedMachine;
import io.petaforge.api.ChargedService;
import io.petaforge.spec.Prices;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The prices of one region, and what a cluster costs by them. Pure.
 *
 * @param region its name
 */
public record Tariff(String currency, String region, Prices.Region prices) {
    private static final String ABSENT = ": not in these sums";
    private static final BigDecimal MONTH = BigDecimal.valueOf(Cost.HOURS_OF_A_MONTH);
    private static final BigDecimal MILLISECONDS =
            BigDecimal.valueOf(Duration.ofHours(1).toMillis());

    /** A time of which the cost is asked. */
    public record Asked(String name, Duration length) {
        public Asked {
            requireNonNull(name, "name");
            requireNonNull(length, "length");
        }
    }

    public Tariff {
        requireNonNull(currency, "currency");
        requireNonNull(region, "region");
        requireNonNull(prices, "prices");
    }

    /** What everything costs. */
    public Cost of(Charged charged, List<Asked> spans) {
        Bill bill = new Bill();
        charged.machines().forEach(bill::add);
        charged.services().forEach(bill::add);
        charged.byUse().forEach(bill::metered);
        List<Cost.Line> lines = bill.lines.values().stream()
                .sorted(Comparator.comparing(Cost.Line::group)
                        .thenComparing(Cost.Line::what)
                        .thenComparing(Cost.Line::type))
                .toList();
        Sum hour = lines.stream().map(Cost.Line::hour).reduce(Sum.ZERO, Sum::plus);
        return new Cost(
                currency,
                region,
                lines,
                hour,
                hour.times(MONTH),
                spans.stream()
                        .map(span -> new Cost.Span(span.name(), span.length(), hour.times(hours(span.length()))))
                        .toList(),
                bill.unpriced());
    }

    private static BigDecimal hours(Duration length) {
        return BigDecimal.valueOf(length.toMillis()).divide(MILLISECONDS, MathContext.DECIMAL64);
    }

    /** Lines and what has no price, as they gather. */
    private final class Bill {
        private final Map<String, Cost.Line> lines = new TreeMap<>();
        private final Map<String, Integer> missing = new TreeMap<>();
        private final List<String> byUse = new ArrayList<>();

        void add(ChargedMachine machine) {
            String group = machine.group();
            put(
                    group,
                    Cost.What.INSTANCES,
                    machine.type(),
                    machine.spot() ? 1 : 0,
                    prices.instances().containsKey(machine.type()),
                    instance(machine));
            machine.volumes()
                    .forEach(volume -> put(
                            group,
                            Cost.What.VOLUMES,
                            volume.type(),
                            0,
                            prices.volumes().containsKey(volume.type()),
                            volume(group, volume)));
            addresses(group, machine.addresses());
        }

        void add(ChargedService service) {
            Optional<BigDecimal> price = Optional.ofNullable(prices.services().get(service.name()));
            if (price.isEmpty()) {
                miss(service.name() + ABSENT);
            }
            put(
                    Cost.NETWORK,
                    Cost.What.SERVICES,
                    service.name(),
                    0,
                    price.isPresent(),
                    Sum.of(price.orElse(BigDecimal.ZERO)));
            addresses(Cost.NETWORK, service.addresses());
        }

        void metered(String what) {
            byUse.add(what + ABSENT);
        }

        private void addresses(String group, int number) {
            for (int i = 0; i < number; i++) {
                put(group, Cost.What.ADDRESSES, "", 0, prices.address().isPresent(), address(group));
            }
        }

        private void put(String group, Cost.What what, String type, int spot, boolean priced, Sum hour) {
            lines.merge(
                    String.join(" ", group, what.name(), type),
                    new Cost.Line(group, what, type, 1, spot, priced, hour),
                    (one, other) -> new Cost.Line(
                            group,
                            what,
                            type,
                            one.number() + other.number(),
                            one.spot() + other.spot(),
                            priced,
                            one.hour().plus(other.hour())));
        }

        private Sum instance(ChargedMachine machine) {
            Prices.Instance price = prices.instances().get(machine.type());
            if (price == null) {
                miss("instances of type " + machine.type() + " in group " + machine.group() + ABSENT);
                return Sum.ZERO;
            }
            if (machine.spot() && price.spot().isEmpty()) {
                miss("instances of type " + machine.type() + " in group " + machine.group()
                        + " as spot: they are counted at the full price");
            }
            return new Sum(price.onDemand(), machine.spot() ? price.spot().orElse(price.onDemand()) : price.onDemand());
        }

        private Sum volume(String group, ChargedMachine.Volume volume) {
            Prices.VolumeType price = prices.volumes().get(volume.type());
            if (price == null) {
                miss("volumes of type " + volume.type() + " in group " + group + ABSENT);
                return Sum.ZERO;
            }
            BigDecimal month = price.gigabyte()
                    .multiply(BigDecimal.valueOf(volume.gibibytes()))
                    .add(speed(group, volume, price.iops(), volume.iops(), "IOPS"))
                    .add(speed(group, volume, price.throughput(), volume.throughput(), "throughput"));
            return Sum.of(month.divide(MONTH, MathContext.DECIMAL64));
        }

        private BigDecimal speed(
                String group, ChargedMachine.Volume volume, Prices.Speed price, OptionalInt asked, String of) {
            int charged = Math.max(0, asked.orElse(0) - price.included());
            if (charged > 0 && price.each().isEmpty()) {
                miss("volumes of type " + volume.type() + " in group " + group + " for their " + of + ABSENT);
            }
            return price.each().orElse(BigDecimal.ZERO).multiply(BigDecimal.valueOf(charged));
        }

        private Sum address(String group) {
            Optional<BigDecimal> price = prices.address();
            if (price.isEmpty()) {
                miss("public addresses in group " + group + ABSENT);
            }
            return Sum.of(price.orElse(BigDecimal.ZERO));
        }

        private void miss(String what) {
            missing.merge(what, 1, Integer::sum);
        }

        List<String> unpriced() {
            List<String> told = new ArrayList<>();
            missing.forEach((what, count) -> told.add(count + " " + what));
            told.addAll(byUse);
            return told;
        }
    }
}
