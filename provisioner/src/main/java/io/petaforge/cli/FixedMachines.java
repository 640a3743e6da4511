package io.petaforge.cli;

import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.discover.SshInspector;
import io.petaforge.fixed.FixedSubstrate;
import io.petaforge.fixed.KnownHosts;
import io.petaforge.spec.SubstrateSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From what the inventory says of machines that exist to how they are reached. */
final class FixedMachines {
    private final SubstrateSpec.Fixed spec;
    private final Optional<KnownHosts> knownHosts;

    private FixedMachines(SubstrateSpec.Fixed spec) {
        this.spec = spec;
        this.knownHosts = spec.knownHosts().map(KnownHosts::read);
    }

    /**
     * The driver for these machines.
     *
     * @throws io.petaforge.api.PetaforgeException when the known_hosts file cannot be read
     */
    static Substrate of(SubstrateSpec.Fixed spec, Path stateRoot) {
        return new FixedSubstrate(new FixedMachines(spec).accesses(), new SshInspector(), stateRoot);
    }

    private List<SshAccess> accesses() {
        Optional<SshAccess.Jump> jump = spec.jump()
                .map(way -> new SshAccess.Jump(
                        way.address(),
                        way.port(),
                        way.user(),
                        way.privateKey(),
                        keys(way.hostKeys(), way.address(), way.port())));
        List<SshAccess> accesses = new ArrayList<>();
        spec.hosts().forEach((id, host) -> {
            int port = host.port().orElse(spec.port());
            accesses.add(new SshAccess(
                    id,
                    host.address(),
                    port,
                    spec.user(),
                    spec.privateKey(),
                    keys(host.hostKeys(), host.address(), port),
                    jump));
        });
        return accesses;
    }

    private List<String> keys(List<String> listed, String address, int port) {
        return listed.isEmpty()
                ? knownHosts.map(known -> known.keys(address, port)).orElse(List.of())
                : listed;
    }
}
