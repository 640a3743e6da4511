package io.petaforge.spec;

import io.petaforge.api.Cidr;
import io.petaforge.network.dc.SwitchModel;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code network.hardware}. */
final class HardwareReader {
    private static final Cidr DEFAULT_OUT_OF_BAND = Cidr.parse("10.96.0.0/16");

    /** Every hop of a fabric that is planned for storage has jumbo frames. */
    private static final int DEFAULT_MTU = 9000;

    /** Linux allows 15 characters for a port. */
    private static final Pattern PORT = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.-]{0,14}");

    private static final Pattern RATIO = Pattern.compile("\\d{1,3}(\\.\\d{1,3})?");

    private HardwareReader() {}

    /** The hardware, if the section is there and can be read. */
    static Optional<HardwareSpec> read(Fields network) {
        if (!network.has("hardware")) {
            return Optional.empty();
        }
        Fields fields = network.section("hardware", "network.hardware");
        Optional<String> leaf = model(fields, "leaf");
        Optional<String> spine = model(fields, "spine");
        List<String> nics = fields.get("nics")
                .map(cursor -> cursor.items(Forms.matching(
                        InventoryCode.NAME,
                        PORT,
                        "the name of a port",
                        "Write the names that the hosts' operating system gives their ports, such as [ens1f0np0,"
                                + " ens1f1np1].")))
                .orElse(List.of("ens1f0np0", "ens1f1np1"));
        Map<String, SwitchModel> models = ModelsReader.read(fields);
        AsnsReader.Asns asns = AsnsReader.read(fields);
        HardwareSpec hardware = new HardwareSpec(
                leaf.orElse(""),
                spine.orElse(""),
                fields.optional(
                        "super-spine", Forms.matching(InventoryCode.NAME, Pattern.compile(".+"), "a model", "")),
                nics,
                fields.value("oversubscription", HardwareReader::ratio, 3.0),
                fields.value("spine-oversubscription", HardwareReader::ratio, 1.0),
                whole(fields, "spines", 2, 64),
                whole(fields, "hosts-per-rack", 1, 60),
                whole(fields, "grow-to", 1, 100_000),
                fields.whole("mtu", 1280, 9216, DEFAULT_MTU),
                new HardwareSpec.Ranges(
                        fields.optional("loopbacks6", HardwareReader::ipv6Prefix),
                        fields.optional("links", Forms.ipv4Prefix()),
                        fields.value("subnets", Forms.ipv4Prefix(), HardwareSpec.DEFAULT_SUBNETS),
                        fields.optional("cluster", Forms.ipv4Prefix()),
                        fields.value("out-of-band", Forms.ipv4Prefix(), DEFAULT_OUT_OF_BAND)),
                asns.range(),
                asns.inUse(),
                models,
                TrafficReader.read(fields));
        unused(fields, hardware);
        return leaf.isPresent() && spine.isPresent() ? Optional.of(hardware) : Optional.empty();
    }

    /** A model that no switch is of is most often a name that was misspelt where it is used. */
    private static void unused(Fields fields, HardwareSpec hardware) {
        Set<String> used = new HashSet<>(List.of(hardware.leaf(), hardware.spine()));
        hardware.superSpine().ifPresent(used::add);
        fields.get("models").map(Cursor::entries).orElse(Map.of()).forEach((name, cursor) -> {
            if (hardware.models().containsKey(name) && !used.contains(name)) {
                cursor.reject(
                        InventoryCode.UNUSED,
                        "no switch is of this model",
                        "Write it at 'leaf', 'spine' or 'super-spine', or remove it.");
            }
        });
    }

    private static Optional<String> model(Fields fields, String key) {
        return fields.require(
                        key,
                        "Write a switch model, such as '" + key + ": "
                                + (key.equals("leaf") ? "48x25g-8x100g" : "32x100g") + "'.")
                .flatMap(Cursor::text);
    }

    private static OptionalInt whole(Fields fields, String key, int least, int most) {
        return fields.optional(key, Forms.whole(least, most))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static double ratio(String text) throws BadValue {
        String fix = "Write how much host bandwidth shares one of uplink, such as 3 or 1.5; 1 is non-blocking.";
        if (!RATIO.matcher(text).matches()) {
            throw new BadValue(InventoryCode.NUMBER, "'" + text + "' is not a ratio", fix);
        }
        double ratio = Double.parseDouble(text);
        if (ratio < 1 || ratio > 100) {
            throw new BadValue(InventoryCode.NUMBER, text + " is not a ratio from 1 to 100", fix);
        }
        return ratio;
    }

    static Cidr ipv6Prefix(String text) throws BadValue {
        String fix = "Write a unique local IPv6 prefix, such as fd00:20::/64.";
        try {
            Cidr prefix = Cidr.parse(text);
            if (prefix.isIpv6() && text.contains("/")) {
                return prefix;
            }
        } catch (IllegalArgumentException e) {
            throw new BadValue(InventoryCode.ADDRESS, "'" + text + "' is not an IPv6 prefix", fix);
        }
        throw new BadValue(InventoryCode.ADDRESS, "'" + text + "' is not an IPv6 prefix", fix);
    }
}
