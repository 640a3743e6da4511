package io.petaforge.spec;

import io.petaforge.api.MachineId;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads {@code substrate.fixed}. */
final class FixedReader {
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?|::[0-9a-f:]+");
    private static final Pattern HOST_KEY =
            Pattern.compile("(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,}={0,2}( .*)?");

    /** A login on machines. */
    static final Form<String> LOGIN =
            Forms.matching(InventoryCode.NAME, USER, "a login", "Write the login name, such as root.");

    /** A name or address of a machine. */
    static final Form<String> PLACE = Forms.matching(
            InventoryCode.REFERENCE, ADDRESS, "a name or an IP address", "Write for example 192.0.2.11.");

    private FixedReader() {}

    static SubstrateSpec.Fixed read(Cursor cursor, Path directory) {
        Fields fields = cursor.fields("substrate.fixed");
        String user = fields.value("user", LOGIN, "root");
        int port = fields.whole("port", 1, 65_535, 22);
        Path key = privateKey(fields, directory);
        Map<MachineId, SubstrateSpec.Fixed.Host> hosts = new LinkedHashMap<>();
        fields.require("hosts", "List the machines: below 'hosts', one '<group>-<number>:' each.")
                .map(Cursor::entries)
                .orElse(Map.of())
                .forEach((name, host) -> host(name, host).ifPresent(h -> hosts.put(new MachineId(name), h)));
        return new SubstrateSpec.Fixed(
                user,
                port,
                key,
                fields.optional("known-hosts", References.path(directory)),
                fields.get("jump").flatMap(c -> jump(c, directory, user, key)),
                hosts);
    }

    private static Optional<SubstrateSpec.Fixed.Jump> jump(Cursor cursor, Path directory, String user, Path key) {
        Fields fields = cursor.fields("substrate.fixed.jump");
        int port = fields.whole("port", 1, 65_535, 22);
        String login = fields.value("user", LOGIN, user);
        Path own = fields.value("private-key", References.path(directory), key);
        List<String> keys = keys(fields);
        return address(fields).map(a -> new SubstrateSpec.Fixed.Jump(a, port, login, own, keys));
    }

    private static Optional<SubstrateSpec.Fixed.Host> host(String name, Cursor cursor) {
        Fields fields = cursor.fields("substrate.fixed.hosts.*");
        Optional<String> address = address(fields);
        OptionalInt port = fields.get("port")
                .flatMap(c -> c.whole(1, 65_535))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        List<String> keys = keys(fields);
        return !isMachineName(name, cursor)
                ? Optional.empty()
                : address.map(a -> new SubstrateSpec.Fixed.Host(a, port, keys));
    }

    /** Where SSH reaches a machine. */
    static Optional<String> address(Fields fields) {
        return fields.require("address", "Say under which name or address SSH reaches it.")
                .flatMap(c -> c.value(PLACE));
    }

    /** Where there are none here and none in a known_hosts file, the first connection shows what to compare and write. */
    static List<String> keys(Fields fields) {
        return fields.get("host-keys")
                .map(c -> c.items(Forms.matching(
                        InventoryCode.REFERENCE,
                        HOST_KEY,
                        "a public host key",
                        "Write the type and the key, such as 'ssh-ed25519 AAAA...'.")))
                .orElse(List.of());
    }

    /** The file of the login's private key; the directory where it cannot be read. */
    static Path privateKey(Fields fields, Path directory) {
        return fields.require("private-key", "Name the file of the private key that the login accepts.")
                .flatMap(c -> c.value(References.path(directory)))
                .orElse(directory);
    }

    /** Whether the name can be a machine's; noted when not. */
    static boolean isMachineName(String name, Cursor cursor) {
        try {
            Forms.label(40).read(name);
            return true;
        } catch (BadValue e) {
            cursor.reject(e.code(), e.what(), "Name it after its group: <group>-<number>.");
            return false;
        }
    }
}
