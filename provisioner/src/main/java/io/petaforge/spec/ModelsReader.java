package io.petaforge.spec;

import io.petaforge.api.BitRate;
import io.petaforge.network.dc.Cage;
import io.petaforge.network.dc.PortGroup;
import io.petaforge.network.dc.PortNaming;
import io.petaforge.network.dc.SwitchModel;
import io.petaforge.network.dc.SwitchModels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code network.hardware.models}: switches that petaforge does not know, or whose tables a site knows better. */
final class ModelsReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,30}[a-z0-9])?");

    private static final Pattern PORTS = Pattern.compile(
            "(\\d{1,4})\\s*x\\s+(\\S+)\\s+(\\S+?)(?:\\s+split\\s+(\\d{1,2}(?:/\\d{1,2})*))?", Pattern.CASE_INSENSITIVE);

    private static final String EXAMPLE =
            "Write how many, the rate and the form of the cage, such as '48 x 25G sfp28'; or '8 x 100G qsfp28 split 2/4' for"
                    + " cages that also work as 2 or 4 ports.";

    private static final int MOST_PORTS = 512;

    /** Entries that no switch's table has more of. */
    private static final int MOST_ROUTES = 10_000_000;

    private ModelsReader() {}

    /** The models by name, in the order of the file; without those that cannot be read. */
    static Map<String, SwitchModel> read(Fields hardware) {
        Map<String, SwitchModel> models = new LinkedHashMap<>();
        hardware.get("models").map(Cursor::entries).orElse(Map.of()).forEach((name, cursor) -> {
            boolean named = name(name, cursor);
            Fields fields = cursor.fields("network.hardware.models.*");
            Optional<Cursor> listed =
                    fields.require("ports", "List its data ports in the order of the front panel. " + EXAMPLE);
            List<PortGroup> ports = new ArrayList<>();
            // The same group may stand there twice, with another between.
            listed.map(Cursor::items).orElse(List.of()).forEach(item -> item.value(ModelsReader::ports)
                    .ifPresent(ports::add));
            PortNaming naming = fields.value(
                    "naming",
                    Forms.word("a way to name ports", List.of(PortNaming.values()), ModelsReader::word),
                    PortNaming.SONIC);
            int routes = fields.whole("routes", 100, MOST_ROUTES, SwitchModels.CAUTIOUS_ROUTES);
            int ecmp = fields.whole("ecmp", 1, 4096, SwitchModels.CAUTIOUS_ECMP);
            if (named && !ports.isEmpty()) {
                models.put(name, new SwitchModel(name, naming, ports, routes, ecmp));
            }
        });
        return models;
    }

    /** A group of ports as inventories write it. */
    static String words(PortGroup group) {
        String cage = java.util.Arrays.stream(Cage.values())
                .filter(form -> form.word().equalsIgnoreCase(group.cage()))
                .map(Cage::word)
                .findFirst()
                .orElse(group.cage());
        return group.count() + " x " + InventoryWriter.rate(group.rate()).replace(" ", "") + " " + cage
                + (group.breakouts().isEmpty()
                        ? ""
                        : " split "
                                + String.join(
                                        "/",
                                        group.breakouts().stream()
                                                .map(String::valueOf)
                                                .toList()));
    }

    /** {@code sonic} or {@code swp}. */
    static String word(PortNaming naming) {
        return naming.name().toLowerCase(Locale.ROOT);
    }

    private static boolean name(String name, Cursor cursor) {
        if (!NAME.matcher(name).matches()) {
            cursor.reject(
                    InventoryCode.NAME,
                    "'" + name + "' cannot be the name of a model",
                    "Use up to 32 small letters, digits, dots and inner hyphens.");
            return false;
        }
        if (SwitchModels.named(name).isPresent()) {
            cursor.reject(
                    InventoryCode.TWICE,
                    "petaforge knows a model '" + name + "' already",
                    "Choose a name of your own, such as our-" + name + ", and write it at 'leaf' or 'spine'.");
            return false;
        }
        return true;
    }

    private static PortGroup ports(String text) throws BadValue {
        Matcher matcher = PORTS.matcher(text);
        if (!matcher.matches()) {
            throw new BadValue(InventoryCode.UNIT, "'" + text + "' does not describe ports", EXAMPLE);
        }
        int count = Forms.whole(1, MOST_PORTS).read(matcher.group(1));
        BitRate rate = Forms.bitRate().read(matcher.group(2));
        Cage cage = Forms.word("the form of a cage", List.of(Cage.values()), Cage::word)
                .read(matcher.group(3).toLowerCase(Locale.ROOT));
        if (rate.compareTo(cage.fastest()) > 0) {
            throw new BadValue(
                    InventoryCode.UNIT,
                    cage.word() + " carries " + cage.fastest() + " at most, not " + rate,
                    "Write " + count + " x "
                            + InventoryWriter.rate(cage.fastest()).replace(" ", "") + " " + cage.word()
                            + ", or the cage that the switch has.");
        }
        List<Integer> splits = new ArrayList<>();
        for (String part :
                matcher.group(4) == null ? new String[0] : matcher.group(4).split("/")) {
            int parts = Integer.parseInt(part);
            if (parts < 2 || cage.lanes() % parts != 0 || splits.contains(parts)) {
                throw new BadValue(
                        InventoryCode.UNIT,
                        "the " + cage.lanes() + (cage.lanes() == 1 ? " lane" : " lanes") + " of " + cage.word()
                                + " cannot be split into " + parts + (splits.contains(parts) ? " twice" : ""),
                        cage.lanes() == 1
                                ? "Leave 'split' out."
                                : "Write for example split 2" + (cage.lanes() > 2 ? "/" + cage.lanes() : "") + ".");
            }
            splits.add(parts);
        }
        return new PortGroup(count, rate, cage.lanes(), cage.word().toUpperCase(Locale.ROOT), splits);
    }
}
