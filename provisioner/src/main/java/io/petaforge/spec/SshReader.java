package io.petaforge.spec;

import io.petaforge.api.MachineId;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Reads how SSH reaches the machines of a substrate that lists them. */
final class SshReader {
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?|::[0-9a-f:]+");
    private static final Pattern HOST_KEY =
            Pattern.compile("(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,}={0,2}( .*)?");

    private static final Form<String> LOGIN =
            Forms.matching(InventoryCode.NAME, USER, "a login", "Write the login name, such as root.");

    /** A name or address of a machine. */
    static final Form<String> ADDRESS_FORM = Forms.matching(
            InventoryCode.REFERENCE, ADDRESS, "a name or an IP address", "Write for example 192.0.2.11.");

    private static final MachineId UNNAMED = new MachineId("unnamed");

    private SshReader() {}

    /**
     * What holds for all machines.
     *
     * @param section the substrate's section, whose {@code jump} has one of its own
     */
    static SshSpec read(Fields fields, String section, Path directory) {
        String user = fields.value("user", LOGIN, "root");
        int port = fields.whole("port", 1, 65_535, 22);
        Path key = fields.require("private-key", "Name the file of the private key that the login accepts.")
                .flatMap(c -> c.value(References.path(directory)))
                .orElse(directory);
        return new SshSpec(
                user,
                port,
                key,
                fields.optional("known-hosts", References.path(directory)),
                fields.get("jump").flatMap(c -> jump(c.fields(section + ".jump"), directory, user, key)));
    }

    /** A host on the way; user and key are what is meant where it names none. */
    static Optional<SshSpec.Jump> jump(Fields fields, Path directory, String user, Path key) {
        int port = fields.whole("port", 1, 65_535, 22);
        String login = fields.value("user", LOGIN, user);
        Path own = fields.value("private-key", References.path(directory), key);
        List<String> keys = keys(fields);
        return address(fields).map(a -> new SshSpec.Jump(a, port, login, own, keys));
    }

    /**
     * The listed machines by name; those that cannot be read are left out.
     *
     * @param section the section of one of them
     * @param host makes one of its fields and its name
     */
    static <T> Map<MachineId, T> hosts(Fields fields, String section, BiFunction<MachineId, Fields, Optional<T>> host) {
        Map<MachineId, T> hosts = new LinkedHashMap<>();
        fields.require("hosts", "List the machines: below 'hosts', one '<group>-<number>:' each.")
                .map(Cursor::entries)
                .orElse(Map.of())
                .forEach((name, cursor) -> {
                    Fields own = cursor.fields(section);
                    boolean named = isMachineName(name, cursor);
                    MachineId id = named ? new MachineId(name) : UNNAMED;
                    // Read in any case: everything that is wrong with it is to be said at once.
                    Optional<T> made = host.apply(id, own);
                    if (named) {
                        made.ifPresent(machine -> hosts.put(id, machine));
                    }
                });
        return hosts;
    }

    /** Where SSH reaches a machine. */
    static Optional<SshSpec.Place> place(Fields fields) {
        Optional<String> address = address(fields);
        OptionalInt port = fields.get("port")
                .flatMap(c -> c.whole(1, 65_535))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        List<String> keys = keys(fields);
        return address.map(a -> new SshSpec.Place(a, port, keys));
    }

    private static Optional<String> address(Fields fields) {
        return fields.require("address", "Say under which name or address SSH reaches it.")
                .flatMap(c -> c.value(ADDRESS_FORM));
    }

    /** Where there are none here and none in a known_hosts file, the first connection shows what to compare and write. */
    private static List<String> keys(Fields fields) {
        return fields.get("host-keys")
                .map(c -> c.items(Forms.matching(
                        InventoryCode.REFERENCE,
                        HOST_KEY,
                        "a public host key",
                        "Write the type and the key, such as 'ssh-ed25519 AAAA...'.")))
                .orElse(List.of());
    }

    /** Whether the name can be a machine's; noted when not. */
    private static boolean isMachineName(String name, Cursor cursor) {
        try {
            Forms.label(40).read(name);
            return true;
        } catch (BadValue e) {
            cursor.reject(e.code(), e.what(), "Name it after its group: <group>-<number>.");
            return false;
        }
    }
}
