package io.petaforge.spec;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Erase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code substrate.maas}. */
final class MaasReader {
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final Pattern SERIES = Pattern.compile("[a-z]{3,20}");
    /** What MAAS lets be the name of a tag, pool or space. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,254}");
    /** Labels of MAAS's constraints take no hyphen. */
    private static final Pattern LABEL = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,30}");

    private static final SubstrateSpec.Maas DEFAULTS = SubstrateSpec.Maas.defaults();

    private MaasReader() {}

    static SubstrateSpec read(Cursor cursor, Path directory) {
        Fields fields = cursor.fields("substrate.maas");
        URI url = fields.require("url", "Write the address of the region, such as https://maas.example:5443/MAAS.")
                .flatMap(c -> c.value(References.url("a MAAS region", "https://maas.example:5443/MAAS")))
                .map(URI::create)
                .orElse(DEFAULTS.url());
        SecretRef key = fields.require(
                        "api-key",
                        "Write where the API key of a MAAS user is kept: 'env:MAAS_API_KEY' or 'file:<path>'.")
                .flatMap(c -> c.value(References.secret(directory)))
                .orElse(DEFAULTS.apiKey());
        Map<String, SubstrateSpec.Maas.Group> groups = new LinkedHashMap<>();
        fields.get("groups")
                .map(Cursor::entries)
                .orElse(Map.of())
                .forEach((name, group) -> groups.put(name, group(group)));
        return new SubstrateSpec.Maas(
                url,
                key,
                fields.optional("authority", References.path(directory)),
                fields.value(
                        "series",
                        Forms.matching(InventoryCode.NAME, SERIES, "a series of Ubuntu", "Write for example jammy."),
                        DEFAULTS.series()),
                fields.value(
                        "user",
                        Forms.matching(InventoryCode.NAME, USER, "a login", "Write the login name, such as ubuntu."),
                        DEFAULTS.user()),
                fields.value(
                        "erase", Forms.word("a way to erase", List.of(Erase.values()), Erase::word), DEFAULTS.erase()),
                fields.whole("deploys", 1, 200, DEFAULTS.deploys()),
                Duration.ofMinutes(fields.whole(
                        "deploy-minutes", 5, 600, (int) DEFAULTS.deployTimeout().toMinutes())),
                Duration.ofMinutes(fields.whole("release-minutes", 5, 6000, (int)
                        DEFAULTS.releaseTimeout().toMinutes())),
                fields.whole("replacements", 0, 100, DEFAULTS.replacements()),
                fields.value(
                        "accept-failed-tests",
                        Forms.word("a yes or no", List.of(Boolean.TRUE, Boolean.FALSE), String::valueOf),
                        DEFAULTS.acceptFailedTests()),
                fields.<ByteSize>value("boot-drive", Forms.atLeastSize(), DEFAULTS.bootDrive()),
                zones(fields),
                groups);
    }

    /** MAAS's zone of each rack; two racks that are one zone would be spread over nothing. */
    private static Map<String, String> zones(Fields fields) {
        Map<String, String> zones = new LinkedHashMap<>();
        fields.get("zones").map(Cursor::entries).orElse(Map.of()).forEach((rack, cursor) -> cursor.value(name("a zone"))
                .ifPresent(zone -> {
                    if (zones.containsValue(zone)) {
                        cursor.reject(
                                InventoryCode.TWICE,
                                "the zone '" + zone + "' is the rack of another name already",
                                "Give each rack a zone of its own: what is spread over racks must not fail together.");
                    } else {
                        zones.put(rack, zone);
                    }
                }));
        return zones;
    }

    private static SubstrateSpec.Maas.Group group(Cursor cursor) {
        Fields fields = cursor.fields("substrate.maas.groups.*");
        Map<String, SubstrateSpec.Maas.Network> networks = new LinkedHashMap<>();
        fields.get("networks").map(Cursor::entries).orElse(Map.of()).forEach((label, network) -> {
            if (!LABEL.matcher(label).matches()) {
                network.reject(
                        InventoryCode.NAME,
                        "'" + label + "' cannot be a label of MAAS's constraints",
                        "Use letters and digits, a letter first.");
            } else {
                networks.put(label, network(network));
            }
        });
        return new SubstrateSpec.Maas.Group(
                fields.optional("pool", name("a resource pool")),
                fields.get("tags").map(c -> c.items(name("a tag"))).orElse(List.of()),
                fields.get("not-tags").map(c -> c.items(name("a tag"))).orElse(List.of()),
                networks);
    }

    private static SubstrateSpec.Maas.Network network(Cursor cursor) {
        Fields fields = cursor.fields("substrate.maas.groups.*.networks.*");
        SubstrateSpec.Maas.Network network = new SubstrateSpec.Maas.Network(
                fields.optional("space", name("a space")),
                fields.optional("subnet", Forms.ipv4Prefix()),
                fields.optional("speed", Forms.bitRate()));
        if (network.equals(new SubstrateSpec.Maas.Network(Optional.empty(), Optional.empty(), Optional.empty()))
                && !cursor.isBlank()
                && !fields.has("space")
                && !fields.has("subnet")
                && !fields.has("speed")) {
            cursor.reject(
                    InventoryCode.NO_VALUE, "nothing is asked of this network", "Name a space, a subnet or a speed.");
        }
        return network;
    }

    private static Form<String> name(String noun) {
        return Forms.matching(
                InventoryCode.NAME, NAME, "the name of " + noun, "Write it as MAAS shows it, without spaces.");
    }
}
