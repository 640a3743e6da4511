package io.petaforge.spec;

import io.petaforge.api.MachineId;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code substrate}. */
final class SubstrateReader {
    /** Planned sources of machines, which people will try before they exist. */
    private static final List<String> NOT_BUILT = List.of("maas", "bmc", "aws", "openstack");

    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?|::[0-9a-f:]+");
    private static final Pattern HOST_KEY =
            Pattern.compile("(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,}={0,2}( .*)?");
    private static final String CHOOSE = "Write 'lab: {}' below it: machines made on this one.";

    private SubstrateReader() {}

    /** The substrate; a lab where it cannot be read. */
    static SubstrateSpec read(Fields top, Path directory, Problems problems) {
        SubstrateSpec standIn = new SubstrateSpec.Lab();
        Optional<Cursor> section = top.require("substrate", CHOOSE);
        if (section.isEmpty()) {
            return standIn;
        }
        Map<String, Cursor> entries = new LinkedHashMap<>(section.get().entries());
        int chosen = entries.size();
        for (String name : NOT_BUILT) {
            Cursor cursor = entries.remove(name);
            if (cursor != null) {
                cursor.reject(
                        InventoryCode.NOT_BUILT,
                        "the substrate '" + name + "' is not built into this version of petaforge",
                        "Use 'lab'.");
            }
        }
        String path = top.path("substrate");
        Fields fields = Fields.of("substrate", path, entries, problems);
        if (chosen == 0 && problems.certain(path)) {
            problems.unreadable(InventoryCode.SUBSTRATE, path, "no substrate is chosen", CHOOSE);
        }
        if (chosen > 1) {
            problems.unreadable(
                    InventoryCode.SUBSTRATE, path, "more than one substrate is chosen", "Keep exactly one of them.");
            return standIn;
        }
        fields.get("lab").filter(lab -> !lab.isBlank()).ifPresent(lab -> lab.fields("substrate.lab"));
        if (fields.has("planned")) {
            fields.get("planned")
                    .filter(planned -> !planned.isBlank())
                    .ifPresent(planned -> planned.fields("substrate.planned"));
            return new SubstrateSpec.Planned();
        }
        return fields.get("fixed").map(cursor -> fixed(cursor, directory)).orElse(standIn);
    }

    private static SubstrateSpec fixed(Cursor cursor, Path directory) {
        Fields fields = cursor.fields("substrate.fixed");
        String user = fields.value(
                "user",
                Forms.matching(InventoryCode.NAME, USER, "a login", "Write the login name, such as root."),
                "root");
        int port = fields.whole("port", 1, 65_535, 22);
        Path key = fields.require("private-key", "Name the file of the private key that the login accepts.")
                .flatMap(c -> c.value(References.path(directory)))
                .orElse(directory);
        Map<MachineId, SubstrateSpec.Fixed.Host> hosts = new LinkedHashMap<>();
        fields.require("hosts", "List the machines: below 'hosts', one '<group>-<number>:' each.")
                .map(Cursor::entries)
                .orElse(Map.of())
                .forEach((name, host) -> host(name, host).ifPresent(h -> hosts.put(new MachineId(name), h)));
        return new SubstrateSpec.Fixed(user, port, key, hosts);
    }

    private static Optional<SubstrateSpec.Fixed.Host> host(String name, Cursor cursor) {
        Fields fields = cursor.fields("substrate.fixed.hosts.*");
        Optional<String> address = fields.require("address", "Say under which name or address SSH reaches it.")
                .flatMap(c -> c.value(Forms.matching(
                        InventoryCode.REFERENCE, ADDRESS, "a name or an IP address", "Write for example 192.0.2.11.")));
        List<String> keys = fields.require(
                        "host-keys",
                        "List its public host keys, as in /etc/ssh/ssh_host_ed25519_key.pub on that machine: no other"
                                + " machine is then taken for it.")
                .map(c -> c.items(Forms.matching(
                        InventoryCode.REFERENCE,
                        HOST_KEY,
                        "a public host key",
                        "Write the type and the key, such as 'ssh-ed25519 AAAA...'.")))
                .orElse(List.of());
        try {
            Forms.label(40).read(name);
        } catch (BadValue e) {
            cursor.reject(e.code(), e.what(), "Name it after its group: <group>-<number>.");
            return Optional.empty();
        }
        return address.map(a -> new SubstrateSpec.Fixed.Host(a, keys));
    }
}
