package io.petaforge.spec;

import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code substrate.bmc}: machines that exist, and the controllers that switch them. */
final class BmcReader {
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
            return place.flatMap(where -> controller.map(by -> new SubstrateSpec.Bmc.Host(where, by)));
        }));
    }
}
