package io.petaforge.spec;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Media;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code catalogue}. */
final class CatalogueReader {
    private static final ByteSize STAND_IN = ByteSize.ofGiB(1);
    private static final int MOST_RACKS = 1000;
    private static final int MOST_HOSTS_PER_RACK = 48;

    /** What {@code ceph.rgws} takes. */
    private static final int MOST_GATEWAYS = 200;

    private final Problems problems;

    private CatalogueReader(Problems problems) {
        this.problems = problems;
    }

    /** The catalogue; defaults stand in for what cannot be read. */
    static CatalogueSpec read(Fields fields, Problems problems) {
        CatalogueReader reader = new CatalogueReader(problems);
        Map<String, CatalogueSpec.Drive> drives = new LinkedHashMap<>();
        reader.types(fields, "drives", "nvme-15t: {size: 15.36TB, media: nvme, read: 6.8GB/s, write: 4GB/s, watts: 20}")
                .forEach((name, cursor) -> drives.put(name, reader.drive(cursor)));
        Map<String, CatalogueSpec.Host> hosts = new LinkedHashMap<>();
        reader.types(
                        fields,
                        "hosts",
                        "dense: {threads: 128, memory: 512GiB, drives: 24 x nvme-15t, network: 2 x 100G, rack-units: 2,"
                                + " watts: 600}")
                .forEach((name, cursor) -> hosts.put(name, reader.host(cursor, drives.keySet())));
        reader.unused(drives.keySet(), hosts);
        fields.require("limits", "Say how much room there is, such as 'limits: {racks: 8, hosts-per-rack: 10}'.");
        return new CatalogueSpec(drives, hosts, limits(fields.section("limits", "catalogue.limits")));
    }

    private Map<String, Cursor> types(Fields fields, String key, String example) {
        Optional<Cursor> section = fields.require(key, "List at least one type, such as '" + example + "'.");
        Map<String, Cursor> entries = section.map(Cursor::entries).orElse(Map.of());
        if (section.isPresent() && entries.isEmpty() && problems.certain(fields.path(key))) {
            section.get().reject(InventoryCode.NO_VALUE, "there is no type here", "List at least one.");
        }
        entries.forEach((name, cursor) -> {
            try {
                CatalogueForms.name(name);
            } catch (BadValue e) {
                cursor.reject(e.code(), e.what(), e.fix());
            }
        });
        return entries;
    }

    private static CatalogueSpec.Drive drive(Cursor cursor) {
        Fields fields = cursor.fields("catalogue.drives.*");
        return new CatalogueSpec.Drive(
                required(fields, "size", Forms.size(), "Say how large it is, such as 15.36TB.", STAND_IN),
                required(
                        fields,
                        "media",
                        Forms.word("a kind of drive", List.of(Media.values()), Media::deviceClass),
                        "Say what it is: nvme, ssd or hdd.",
                        Media.NVME),
                required(
                        fields,
                        "read",
                        Forms.atLeastRate(),
                        "Say how fast it reads in sequence, such as 6.8GB/s.",
                        ByteRate.ofSecond(STAND_IN)),
                required(
                        fields,
                        "write",
                        Forms.atLeastRate(),
                        "Say how fast it writes in sequence and goes on so, such as 4GB/s.",
                        ByteRate.ofSecond(STAND_IN)),
                watts(fields, "25"),
                price(fields));
    }

    private CatalogueSpec.Host host(Cursor cursor, Set<String> drives) {
        Fields fields = cursor.fields("catalogue.hosts.*");
        CatalogueForms.Several several = required(
                fields,
                "drives",
                CatalogueForms.drives(),
                "Say how many data drives of which type it has, such as '24 x nvme-15t'.",
                new CatalogueForms.Several(1, ""));
        if (!several.name().isEmpty() && !drives.contains(several.name())) {
            Optional<String> meant = Suggestion.closest(several.name(), drives);
            problems.unreadable(
                    InventoryCode.WORD,
                    fields.path("drives"),
                    "the catalogue has no drive '" + several.name() + "'"
                            + meant.map(m -> ": did you mean '" + m + "'?").orElse(""),
                    drives.isEmpty()
                            ? "Describe it under 'catalogue.drives'."
                            : "Write " + Forms.alternatives(drives) + ", or describe it under 'catalogue.drives'.");
        }
        CatalogueForms.Links links = required(
                fields,
                "network",
                CatalogueForms.links(),
                "Say which links it has to the fabric, such as '2 x 100G'.",
                new CatalogueForms.Links(1, BitRate.ofGbit(10)));
        return new CatalogueSpec.Host(
                fields.require("threads", "Say how many hardware threads it has, such as 128.")
                        .flatMap(c -> c.whole(1, 4096))
                        .orElse(1),
                required(fields, "memory", Forms.size(), "Say how much memory it has, such as 512GiB.", STAND_IN),
                several.count(),
                several.name(),
                links.count(),
                links.rate(),
                fields.optional("pcie-cap", Forms.bitRate()),
                fields.require("rack-units", "Say how high it is, such as 2.")
                        .flatMap(c -> c.whole(1, 48))
                        .orElse(1),
                watts(fields, "600"),
                price(fields));
    }

    private static CatalogueSpec.Limits limits(Fields fields) {
        return new CatalogueSpec.Limits(
                fields.require("racks", "Say how many racks there are for storage, such as 8.")
                        .flatMap(c -> c.whole(1, MOST_RACKS))
                        .orElse(1),
                fields.require("hosts-per-rack", "Say how many storage hosts go into one rack, such as 10.")
                        .flatMap(c -> c.whole(1, MOST_HOSTS_PER_RACK))
                        .orElse(1),
                optionalDouble(fields.get("watts-per-rack")
                        .flatMap(c -> c.amount(CatalogueForms.amount("a power in watts", "12000")))),
                fields.get("gateways")
                        .flatMap(c -> c.whole(1, MOST_GATEWAYS))
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()));
    }

    private void unused(Set<String> drives, Map<String, CatalogueSpec.Host> hosts) {
        Set<String> left = new TreeSet<>(drives);
        hosts.values().forEach(host -> left.remove(host.drive()));
        boolean certain = hosts.keySet().stream()
                .allMatch(host -> problems.certain(Places.child(Places.child("catalogue.hosts", host), "drives")));
        if (!certain || hosts.isEmpty()) {
            return;
        }
        for (String drive : left) {
            problems.conflict(
                    InventoryCode.UNUSED,
                    Places.child("catalogue.drives", drive),
                    "no host of the catalogue has this drive",
                    "Add a host with it under 'catalogue.hosts', or remove it.");
        }
    }

    private static <T> T required(Fields fields, String key, Form<T> form, String fix, T standIn) {
        return fields.require(key, fix).flatMap(cursor -> cursor.value(form)).orElse(standIn);
    }

    private static double watts(Fields fields, String example) {
        return fields.require("watts", "Say what it draws when busy, in watts, such as " + example + ".")
                .flatMap(c -> c.amount(CatalogueForms.amount("a power in watts", example)))
                .orElse(1.0);
    }

    private static OptionalDouble price(Fields fields) {
        return optionalDouble(fields.get("price").flatMap(c -> c.amount(CatalogueForms.amount("a price", "1800"))));
    }

    private static OptionalDouble optionalDouble(Optional<Double> value) {
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }
}
