package io.petaforge.spec;

import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code substrate.fixed}. */
final class FixedReader {
    private FixedReader() {}

    static SubstrateSpec.Fixed read(Cursor cursor, Path directory, Problems problems) {
        Fields fields = cursor.fields("substrate.fixed");
        SshSpec ssh = SshReader.read(fields, "substrate.fixed", directory);
        ControllerReader controllers = ControllerReader.of(fields, "substrate.fixed", directory, problems);
        return new SubstrateSpec.Fixed(ssh, SshReader.hosts(fields, "substrate.fixed.hosts.*", (machine, host) -> {
            Optional<SshSpec.Place> place = SshReader.place(host);
            Optional<ControllerSpec> controller = host.get("controller").flatMap(c -> controllers.read(machine, c));
            return place.map(where -> new SubstrateSpec.Fixed.Host(where, controller));
        }));
    }
}
