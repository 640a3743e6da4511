package io.petaforge.spec;

import io.petaforge.api.MachineId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the controllers that switch the machines of a substrate that lists them. */
final class ControllerReader {
    /** IPMI takes 16 bytes; Redfish's makers up to 64. No colon: it ends the user in HTTP. */
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    private static final Pattern FINGERPRINT = Pattern.compile("(sha256:)?([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}");
    private static final Pattern SYSTEM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final int IPMI_PORT = 623;
    private static final int HTTPS_PORT = 443;

    private final String section;
    private final Path directory;
    private final Problems problems;
    private final Fields common;
    private final Said forAll;
    private final Map<String, MachineId> controllers = new HashMap<>();

    /** What can be said of one controller and of all. */
    private record Said(
            Optional<ControllerSpec.Protocol> protocol,
            Optional<Integer> port,
            Optional<Integer> interval,
            Optional<String> user,
            Optional<SecretRef> password) {}

    private ControllerReader(String section, Path directory, Problems problems, Fields common) {
        this.section = section;
        this.directory = directory;
        this.problems = problems;
        this.common = common;
        this.forAll = said(common);
    }

    /**
     * Reads what holds for all of them.
     *
     * @param substrate the fields of the substrate
     * @param section its name
     */
    static ControllerReader of(Fields substrate, String section, Path directory, Problems problems) {
        return new ControllerReader(
                section, directory, problems, substrate.section("controllers", section + ".controllers"));
    }

    /** A controller's address alone, or what differs from the others as well. */
    Optional<ControllerSpec> read(MachineId machine, Cursor cursor) {
        if (cursor.isScalar()) {
            Fields none = Fields.absent(cursor.path(), problems);
            return cursor.value(SshReader.ADDRESS_FORM).flatMap(a -> controller(machine, cursor, none, a));
        }
        Fields own = cursor.fields(section + ".hosts.*.controller");
        return own.require("address", "Say under which name or address the controller is reached.")
                .flatMap(c -> c.value(SshReader.ADDRESS_FORM))
                .flatMap(a -> controller(machine, cursor, own, a));
    }

    private Optional<ControllerSpec> controller(MachineId machine, Cursor cursor, Fields own, String address) {
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
        ControllerSpec.Protocol protocol = said.protocol().or(forAll::protocol).orElse(ControllerSpec.Protocol.IPMI);
        boolean ipmi = protocol == ControllerSpec.Protocol.IPMI;
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
                .map(ControllerReader::digits);
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
                ? Optional.of(new ControllerSpec(
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
                                List.of(ControllerSpec.Protocol.values()),
                                ControllerSpec.Protocol::yaml)),
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
