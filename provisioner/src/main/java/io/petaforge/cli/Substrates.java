package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.Inspector;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.ServiceRequest;
import io.petaforge.api.Substrate;
import io.petaforge.bmc.BmcSubstrate;
import io.petaforge.discover.SshInspector;
import io.petaforge.discover.SshSystemProbe;
import io.petaforge.fixed.FixedSubstrate;
import io.petaforge.lab.LabSubstrate;
import io.petaforge.maas.MaasKey;
import io.petaforge.maas.MaasSettings;
import io.petaforge.maas.MaasSubstrate;
import io.petaforge.remote.KeptConnections;
import io.petaforge.spec.AwsSpec;
import io.petaforge.spec.OpenstackSpec;
import io.petaforge.spec.SecretResolver;
import io.petaforge.spec.SubstrateSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The drivers of this build by the name under which an inventory selects them. A new one is one line here. */
final class Substrates {
    private Substrates() {}

    /**
     * The driver that the inventory asks for.
     *
     * @param stateRoot where each cluster's records are kept
     * @throws PetaforgeException when this build has none of that name, or the driver's key leads nowhere
     */
    static Substrate of(SubstrateSpec spec, Path stateRoot) {
        return of(spec, stateRoot, Optional.empty(), request -> {}, new SshInspector());
    }

    /** The same where the connections over which it looks at machines are used again. */
    static Substrate of(SubstrateSpec spec, Path stateRoot, KeptConnections kept) {
        return of(spec, stateRoot, Optional.empty(), request -> {}, new SshInspector(kept));
    }

    /**
     * The driver that the inventory asks for.
     *
     * @param end when the machines that it makes switch themselves off
     * @param trace told of every request that the driver makes of the service behind it, from any thread
     * @param inspector asks machines that exist
     */
    static Substrate of(
            SubstrateSpec spec,
            Path stateRoot,
            Optional<Instant> end,
            Consumer<ServiceRequest> trace,
            Inspector inspector) {
        if (spec instanceof SubstrateSpec.Lab) {
            return LabSubstrate.ofThisMachine();
        }
        if (spec instanceof SubstrateSpec.Fixed fixed) {
            ListedMachines listed = ListedMachines.of(fixed, System.getenv());
            return new FixedSubstrate(
                    listed.access().values(), controllers(listed, stateRoot, inspector), inspector, stateRoot);
        }
        if (spec instanceof SubstrateSpec.Bmc bmc) {
            return BmcSubstrate.of(
                    ListedMachines.of(bmc, System.getenv()).switched(), inspector, new SshSystemProbe(), stateRoot);
        }
        if (spec instanceof SubstrateSpec.Maas maas) {
            MaasKey key =
                    MaasKey.parse(new SecretResolver(System.getenv()).resolve(maas.apiKey(), "substrate.maas.api-key"));
            return new MaasSubstrate(settings(maas), key, stateRoot, Pause.real(MaasSubstrate.STOPPED), trace);
        }
        if (spec instanceof AwsSpec aws) {
            return AwsMachines.of(aws, stateRoot, end, trace);
        }
        if (spec instanceof OpenstackSpec openstack) {
            return OpenStackMachines.of(openstack, System.getenv(), stateRoot, end);
        }
        if (spec instanceof SubstrateSpec.Planned) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.at(
                            "PF-CLI-016",
                            "substrate",
                            "these machines are planned only: there is nothing yet to build on or to look at",
                            "Use 'network plan', which needs no machines; or say where they come from, such as 'lab: {}'."));
        }
        throw new PetaforgeException(
                ExitCode.BAD_INPUT,
                Problem.at(
                        "PF-CLI-010",
                        "substrate",
                        "this build has no driver for '" + spec.name() + "'",
                        "use 'lab', 'fixed', 'bmc', 'maas', 'aws' or 'openstack', or a version of petaforge that has that driver"));
    }

    /** What switches the machines that have a controller, if any has. */
    private static Optional<Substrate> controllers(ListedMachines listed, Path stateRoot, Inspector inspector) {
        return Optional.of(listed.switched())
                .filter(switched -> !switched.isEmpty())
                .map(switched -> BmcSubstrate.of(switched, inspector, new SshSystemProbe(), stateRoot));
    }

    static MaasSettings settings(SubstrateSpec.Maas maas) {
        TreeMap<String, MaasSettings.Group> groups = new TreeMap<>();
        maas.groups().forEach((name, group) -> {
            TreeMap<String, MaasSettings.Interface> interfaces = new TreeMap<>();
            group.networks()
                    .forEach((label, network) -> interfaces.put(
                            label,
                            new MaasSettings.Interface(
                                    network.space(), network.subnet().map(Object::toString), network.speed())));
            groups.put(name, new MaasSettings.Group(group.pool(), group.tags(), group.notTags(), interfaces));
        });
        return new MaasSettings(
                maas.url(),
                maas.authority(),
                maas.series(),
                maas.user(),
                maas.erase(),
                maas.deploys(),
                maas.deployTimeout(),
                maas.releaseTimeout(),
                maas.replacements(),
                maas.acceptFailedTests(),
                maas.bootDrive(),
                maas.zones(),
                groups);
    }
}
