package io.petaforge.spec;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code substrate.bmc}: machines that exist, and the controllers that switch them. */
final class BmcReader {
    private static final Pattern MAC = Pattern.compile("([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}");
    /** No character that means something where serial numbers are matched by patterns. */
    private static final Pattern SERIAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{3,63}");

    private BmcReader() {}

    static SubstrateSpec.Bmc read(Cursor cursor, Path directory, Problems problems) {
        Fields fields = cursor.fields("substrate.bmc");
        SshSpec ssh = SshReader.read(fields, "substrate.bmc", directory);
        ControllerReader controllers = ControllerReader.of(fields, "substrate.bmc", directory, problems);
        return new SubstrateSpec.Bmc(ssh, SshReader.hosts(fields, "substrate.bmc.hosts.*", (machine, host) -> {
            Optional<SshSpec.Place> place = SshReader.place(host);
            Optional<ControllerSpec> controller = host.require(
                            "controller", "Write its controller's address, such as 'controller: 198.51.100.11'.")
                    .flatMap(c -> controllers.read(machine, c));
            SubstrateSpec.Bmc.Boot boot = boot(host.section("boot", "substrate.bmc.hosts.*.boot"));
            return place.flatMap(where -> controller.map(by -> new SubstrateSpec.Bmc.Host(where, by, boot)));
        }));
    }

    private static SubstrateSpec.Bmc.Boot boot(Fields fields) {
        return new SubstrateSpec.Bmc.Boot(
                fields.optional(
                                "mac",
                                Forms.matching(
                                        InventoryCode.NAME,
                                        MAC,
                                        "the MAC address of a port",
                                        "Write six pairs of hexadecimal digits, such as 52:54:00:12:34:56."))
                        .map(mac -> mac.toLowerCase(Locale.ROOT).replace('-', ':')),
                fields.optional(
                        "drive",
                        Forms.matching(
                                InventoryCode.NAME,
                                SERIAL,
                                "the serial number of a drive",
                                "Write it as 'petaforge machines' or the drive's label shows it.")));
    }
}
