package io.petaforge.spec;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Reads price files of version 1, with every problem of a file at once. */
public final class PricesReader {
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,9}(\\.\\d{1,8})?");
    private static final List<String> SERVICES = List.of("nat-gateway", "router");
    private static final int MOST_INCLUDED = 1_000_000;

    private PricesReader() {}

    /**
     * What the file says.
     *
     * @throws io.petaforge.api.PetaforgeException with {@link io.petaforge.api.ExitCode#BAD_INPUT} and every problem of the
     *     file, in the order of its lines
     */
    public static Prices read(Path file) {
        MappingNode root = YamlSource.read(file, YamlSource.Kind.PRICES);
        Problems problems = new Problems(file.toString(), Places.of(root));
        Fields top = new Cursor(root, "", problems).fields(List.of("petaforge-prices", "currency", "regions"));
        top.require("petaforge-prices", "Begin the file with 'petaforge-prices: 1'.")
                .ifPresent(version -> version.whole(1, 1));
        String currency = top.require("currency", "Write for example 'currency: EUR'.")
                .flatMap(c -> c.value(Forms.matching(
                        InventoryCode.NAME, CURRENCY, "a currency", "Write its three letters, such as EUR.")))
                .orElse("");
        Map<String, Prices.Region> regions = map(
                top.require("regions", "Write prices below the name of the AWS region or the OpenStack cloud."),
                PricesReader::region);
        problems.throwIfAny();
        return new Prices(currency, regions);
    }

    private static <T> Map<String, T> map(Optional<Cursor> section, Function<Cursor, T> one) {
        Map<String, T> found = new LinkedHashMap<>();
        section.map(Cursor::entries).orElse(Map.of()).forEach((name, cursor) -> found.put(name, one.apply(cursor)));
        return found;
    }

    private static Prices.Region region(Cursor cursor) {
        Fields fields = cursor.fields(List.of("instances", "volumes", "address", "services"));
        return new Prices.Region(
                map(fields.get("instances"), PricesReader::instance),
                map(fields.get("volumes"), PricesReader::volume),
                amount(fields.get("address")),
                services(fields.get("services")));
    }

    /** A name that no cloud has would never be found again. */
    private static Map<String, BigDecimal> services(Optional<Cursor> section) {
        Map<String, BigDecimal> services = new LinkedHashMap<>();
        section.map(cursor -> cursor.fields(SERVICES))
                .ifPresent(fields -> SERVICES.forEach(
                        name -> amount(fields.get(name)).ifPresent(price -> services.put(name, price))));
        return services;
    }

    private static Prices.Instance instance(Cursor cursor) {
        Fields fields = cursor.fields(List.of("on-demand", "spot"));
        return new Prices.Instance(
                amount(fields.require("on-demand", "Write the price of an hour, such as 'on-demand: 0.50'."))
                        .orElse(BigDecimal.ZERO),
                amount(fields.get("spot")));
    }

    private static Prices.VolumeType volume(Cursor cursor) {
        Fields fields = cursor.fields(
                List.of("gb-month", "iops-month", "iops-included", "throughput-month", "throughput-included"));
        return new Prices.VolumeType(
                amount(fields.require("gb-month", "Write the price of a GB for a month, such as 'gb-month: 0.10'."))
                        .orElse(BigDecimal.ZERO),
                speed(fields, "iops"),
                speed(fields, "throughput"));
    }

    private static Prices.Speed speed(Fields fields, String of) {
        return new Prices.Speed(amount(fields.get(of + "-month")), fields.whole(of + "-included", 0, MOST_INCLUDED, 0));
    }

    private static Optional<BigDecimal> amount(Optional<Cursor> cursor) {
        return cursor.flatMap(c -> c.amount(text -> {
            if (!AMOUNT.matcher(text).matches()) {
                throw new BadValue(
                        InventoryCode.NUMBER,
                        text.startsWith("-")
                                ? "the price " + text + " is below nothing"
                                : "'" + text + "' is not a price",
                        "Write a number without a currency, such as 0.125.");
            }
            return new BigDecimal(text);
        }));
    }
}
