package io.petaforge.spec;

import io.petaforge.api.MachineId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code substrate.bmc}: machines that exist, and the controllers that switch them. */
final class BmcReader {
    /** IPMI takes 16 bytes; Redfish's makers up to 64. No colon: it ends the user in HTTP. */
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    private static final Pattern FINGERPRINT = Pattern.compile("(sha256:)?([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}");
    private static final Pattern SYSTEM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final int IPMI_PORT = 623;
    private static final int HTTPS_PORT = 443;

    private final Path directory;
    private final Problems problems;
    private final Fields common;
    private final Said forAll;
    private final Map<String, MachineId> controllers = new HashMap<>();

    /** What can be said of one controller and of all. */
    private record Said(
            Optional<SubstrateSpec.Bmc.Protocol> protocol,
            Optional<Integer> port,
            Optional<Integer> interval,
            Optional<String> user,
            Optional<SecretRef> password) {}

    private BmcReader(Path directory, Problems problems, Fields common) {
        this.directory = directory;
        this.problems = problems;
        this.common = common;
        this.forAll = said(common);
    }

    static SubstrateSpec read(Cursor cursor, Path directory, Problems problems) {
        Fields fields = cursor.fields("substrate.bmc");
        String user = fields.value("user", FixedReader.LOGIN, "root");
        int port = fields.whole("port", 1, 65_535, 22);
        Path key = FixedReader.privateKey(fields, directory);
        Fields common = fields.section("controllers", "substrate.bmc.controllers");
        BmcReader reader = new BmcReader(directory, problems, common);
        Map<MachineId, SubstrateSpec.Bmc.Host> hosts = new LinkedHashMap<>();
        fields.require("hosts", "List the machines: below 'hosts', one '<group>-<number>:' each.")
                .map(Cursor::entries)
                .orElse(Map.of())
                .forEach((name, host) -> reader.host(name, host).ifPresent(h -> hosts.put(new MachineId(name), h)));
        return new SubstrateSpec.Bmc(user, port, key, hosts);
    }

    private Optional<SubstrateSpec.Bmc.Host> host(String name, Cursor cursor) {
        Fields fields = cursor.fields("substrate.bmc.hosts.*");
        Optional<String> address = FixedReader.address(fields);
        List<String> keys = FixedReader.keys(fields);
        if (!FixedReader.isMachineName(name, cursor)) {
            return Optional.empty();
        }
        Optional<SubstrateSpec.Bmc.Controller> controller = fields.require(
                        "controller", "Write its controller's address, such as 'controller: 198.51.100.11'.")
                .flatMap(c -> controller(new MachineId(name), c));
        return address.isPresent() && controller.isPresent()
                ? Optional.of(new SubstrateSpec.Bmc.Host(address.get(), keys, controller.get()))
                : Optional.empty();
    }

    /** A controller's address alone, or what differs from the others as well. */
    private Optional<SubstrateSpec.Bmc.Controller> controller(MachineId machine, Cursor cursor) {
        if (cursor.isScalar()) {
            Fields none = Fields.absent(cursor.path(), problems);
            return cursor.value(FixedReader.PLACE).flatMap(a -> controller(machine, cursor, none, a));
        }
        Fields own = cursor.fields("substrate.bmc.hosts.*.controller");
        return own.require("address", "Say under which name or address the controller is reached.")
                .flatMap(c -> c.value(FixedReader.PLACE))
                .flatMap(a -> controller(machine, cursor, own, a));
    }

    private Optional<SubstrateSpec.Bmc.Controller> controller(
            MachineId machine, Cursor cursor, Fields own, String address) {
        for (String key : List.of("user", "password")) {
            if (!common.has(key)) {
                own.require(
                        key,
                        key.equals("user")
                                ? "Write the controller's user, here or below 'controllers'."
                                : "Write 'password: env:NAME' or 'file:<path>', here or below 'controllers'.");
            }
        }
        Said said = said(own);
        SubstrateSpec.Bmc.Protocol protocol =
                said.protocol().or(forAll::protocol).orElse(SubstrateSpec.Bmc.Protocol.IPMI);
        boolean ipmi = protocol == SubstrateSpec.Bmc.Protocol.IPMI;
        int port = said.port().or(forAll::port).orElse(ipmi ? IPMI_PORT : HTTPS_PORT);
        int interval = said.interval().or(forAll::interval).orElse(0);
        Optional<String> user = said.user().or(forAll::user);
        Optional<SecretRef> password = said.password().or(forAll::password);
        Optional<String> fingerprint = own.optional(
                        "fingerprint",
                        Forms.matching(
                                InventoryCode.REFERENCE,
                                FINGERPRINT,
                                "the SHA-256 fingerprint of a certificate",
                                "Write sha256: and 64 hexadecimal digits, with or without colons."))
                .map(BmcReader::digits);
        Optional<String> system = own.optional(
                "system",
                Forms.matching(
                        InventoryCode.NAME,
                        SYSTEM,
                        "the id of a Redfish system",
                        "Write the last part of its path below /redfish/v1/Systems."));
        if (ipmi) {
            for (String key : List.of("fingerprint", "system")) {
                own.get(key)
                        .ifPresent(c -> c.reject(
                                InventoryCode.UNKNOWN_KEY,
                                "only Redfish has a " + key,
                                "Remove it, or write 'protocol: redfish'."));
            }
        }
        taken(
                machine,
                cursor,
                address + " port " + port + system.map(s -> " system " + s).orElse(""));
        return user.isPresent() && password.isPresent()
                ? Optional.of(new SubstrateSpec.Bmc.Controller(
                        protocol, address, port, user.get(), password.get(), fingerprint, system, interval))
                : Optional.empty();
    }

    /** Two machines behind one switch: a power cycle of one would take the other along. */
    private void taken(MachineId machine, Cursor cursor, String place) {
        MachineId other = controllers.putIfAbsent(place, machine);
        if (other != null) {
            problems.conflict(
                    InventoryCode.TWICE,
                    cursor.path(),
                    "this is the controller of " + other + " already",
                    "Give each machine its own; where one Redfish service has several, say which by 'system'.");
        }
    }

    private Said said(Fields fields) {
        return new Said(
                fields.optional(
                        "protocol",
                        Forms.word(
                                "a protocol of controllers",
                                List.of(SubstrateSpec.Bmc.Protocol.values()),
                                SubstrateSpec.Bmc.Protocol::yaml)),
                fields.get("port").flatMap(c -> c.whole(1, 65_535)),
                fields.get("command-interval").flatMap(c -> c.whole(0, 60)),
                fields.optional(
                        "user",
                        Forms.matching(
                                InventoryCode.NAME,
                                ACCOUNT,
                                "a controller's user",
                                "Use letters, digits, dots, hyphens, underscores and @, at most 64.")),
                fields.optional("password", References.secret(directory)));
    }

    private static String digits(String fingerprint) {
        return fingerprint.replaceFirst("^sha256:", "").replace(":", "").toLowerCase(Locale.ROOT);
    }
}
