package io.petaforge.spec;

import io.petaforge.api.Cidr;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code substrate.openstack}. */
final class OpenstackReader {
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    /** OpenStack lets names be anything; one that begins or ends with a space was never meant. */
    private static final Pattern NAME = Pattern.compile("\\S([^\\p{Cntrl}]{0,253}\\S)?");

    private static final Form<String> LOGIN =
            Forms.matching(InventoryCode.NAME, USER, "a login", "Write the login name, such as debian.");

    private OpenstackReader() {}

    static SubstrateSpec read(Cursor cursor, Path directory) {
        Fields fields = cursor.fields("substrate.openstack");
        String image = fields.require("image", "Write the name or id of an image with cloud-init.")
                .flatMap(c -> c.value(name("an image")))
                .orElse("");
        String imageUser = fields.value("image-user", LOGIN, "debian");
        Map<String, OpenstackSpec.Group> groups = new LinkedHashMap<>();
        fields.get("groups")
                .map(Cursor::entries)
                .orElse(Map.of())
                .forEach((name, group) -> groups.put(name, group(group)));
        Map<String, String> zones = new LinkedHashMap<>();
        fields.get("zones").map(Cursor::entries).orElse(Map.of()).forEach((rack, zone) -> zone.value(
                        name("an availability zone"))
                .ifPresent(z -> zones.put(rack, z)));
        OpenstackSpec.Network network = network(fields);
        boolean floating = fields.value(
                "floating-ips",
                Forms.word("a yes or no", List.of(Boolean.TRUE, Boolean.FALSE), String::valueOf),
                false);
        if (floating && network.external().isEmpty()) {
            fields.get("floating-ips")
                    .ifPresent(c -> c.reject(
                            InventoryCode.NO_VALUE,
                            "floating addresses are asked for, and no external network is named",
                            "Write it as network.external."));
        }
        OpenstackSpec.Access access = fields.value(
                "access",
                Forms.word("a way to the machines", List.of(OpenstackSpec.Access.values()), OpenstackSpec.Access::yaml),
                OpenstackSpec.Access.DIRECT);
        if (access == OpenstackSpec.Access.JUMP) {
            jumpHost(fields, floating, network);
        }
        return new OpenstackSpec(
                fields.optional("cloud", name("a cloud")),
                image,
                fields.value("user", LOGIN, imageUser),
                imageUser,
                network,
                sshFrom(fields),
                floating,
                fields.get("jump").flatMap(c -> jump(c, directory)),
                access,
                fields.optional("jump-flavor", name("a flavor")),
                zones,
                fields.value(
                        "spread",
                        Forms.word(
                                "a way to spread", List.of(OpenstackSpec.Spread.values()), OpenstackSpec.Spread::yaml),
                        OpenstackSpec.Spread.HOSTS),
                fields.optional("boot-volume", Forms.size()),
                fields.optional("boot-volume-type", name("a volume type")),
                groups,
                fields.whole("create-minutes", 1, 600, 20),
                fields.whole("replacements", 0, 100, 2),
                fields.optional("prices", References.path(directory)));
    }

    private static void jumpHost(Fields fields, boolean floating, OpenstackSpec.Network network) {
        Optional<Cursor> access = fields.get("access");
        if (floating || fields.has("jump")) {
            access.ifPresent(c -> c.reject(
                    InventoryCode.NO_VALUE,
                    "a jump host is to be made, and there is another way to the machines",
                    "Remove " + (floating ? "floating-ips" : "jump") + ", or write 'access: direct'."));
        }
        if (network.external().isEmpty()) {
            access.ifPresent(c -> c.reject(
                    InventoryCode.NO_VALUE,
                    "a jump host needs a floating address, and no external network is named",
                    "Write it as network.external."));
        }
    }

    private static OpenstackSpec.Network network(Fields fields) {
        Optional<Cursor> section =
                fields.require("network", "Write 'name: <network>', or 'create: 10.50.0.0/24' to have one made.");
        if (section.isEmpty()) {
            return new OpenstackSpec.Network(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        }
        Fields inner = section.get().fields("substrate.openstack.network");
        if (section.get().isMapping() && inner.has("name") == inner.has("create")) {
            section.get()
                    .reject(
                            InventoryCode.NO_VALUE,
                            inner.has("name")
                                    ? "a network is both named and to be made"
                                    : "a network is neither named nor to be made",
                            "Write one of 'name: <network>' and 'create: 10.50.0.0/24'.");
        }
        return new OpenstackSpec.Network(
                inner.optional("name", name("a network")),
                inner.optional("create", Forms.ipv4Prefix()),
                inner.optional("external", name("a network")),
                inner.get("name-servers")
                        .map(c -> c.items(SshReader.ADDRESS_FORM))
                        .orElse(List.of()));
    }

    /** Neither the whole world nor a large part of it is a range to come from. */
    private static List<Cidr> sshFrom(Fields fields) {
        Optional<Cursor> section = fields.get("ssh-from");
        List<Cidr> ranges = section.map(c -> c.items(Forms.ipv4Prefix())).orElse(List.of());
        ranges.stream()
                .filter(range -> range.length() < AwsReader.LEAST_IPV4)
                .forEach(range -> section.ifPresent(c -> c.reject(
                        InventoryCode.NAME,
                        range + " would open the cluster to the world",
                        "Write the ranges that operators come from, such as 203.0.113.0/24.")));
        return ranges;
    }

    private static Optional<SshSpec.Jump> jump(Cursor cursor, Path directory) {
        Fields fields = cursor.fields("substrate.openstack.jump");
        // The machines' own key is made by petaforge: there is none to fall back to.
        fields.require("private-key", "Name the file of the private key that the jump host accepts.");
        return SshReader.jump(fields, directory, "root", directory);
    }

    private static OpenstackSpec.Group group(Cursor cursor) {
        Fields fields = cursor.fields("substrate.openstack.groups.*");
        return new OpenstackSpec.Group(
                fields.optional("flavor", name("a flavor")), fields.optional("volume-type", name("a volume type")));
    }

    private static Form<String> name(String noun) {
        return Forms.matching(
                InventoryCode.NAME, NAME, "the name of " + noun, "Write it as OpenStack shows it, or its id.");
    }
}
