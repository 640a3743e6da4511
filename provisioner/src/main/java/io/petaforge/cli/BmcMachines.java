package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import io.petaforge.api.SshAccess;
import io.petaforge.bmc.BmcHost;
import io.petaforge.bmc.device.BmcProtocol;
import io.petaforge.bmc.device.BmcTarget;
import io.petaforge.spec.SecretRef;
import io.petaforge.spec.SecretResolver;
import io.petaforge.spec.SubstrateSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The machines of a {@code bmc} inventory with the passwords of their controllers. */
final class BmcMachines {
    private BmcMachines() {}

    /**
     * Fetches every password now.
     *
     * @throws PetaforgeException naming every reference that leads nowhere
     */
    static List<BmcHost> of(SubstrateSpec.Bmc spec, Map<String, String> environment) {
        SecretResolver resolver = new SecretResolver(environment);
        Map<SecretRef, Secret> secrets = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        spec.hosts().forEach((machine, host) -> {
            SecretRef reference = host.controller().password();
            try {
                if (!secrets.containsKey(reference)) {
                    secrets.put(
                            reference,
                            resolver.resolve(reference, "substrate.bmc.hosts." + machine + ".controller.password"));
                }
            } catch (PetaforgeException e) {
                // One and the same reference of a hundred machines is wrong once.
                secrets.put(reference, new Secret(""));
                problems.addAll(e.problems());
            }
        });
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        List<BmcHost> hosts = new ArrayList<>();
        spec.hosts().forEach((machine, host) -> {
            SubstrateSpec.Bmc.Controller controller = host.controller();
            Secret password = secrets.getOrDefault(controller.password(), new Secret(""));
            hosts.add(new BmcHost(
                    new BmcTarget(
                            machine,
                            controller.protocol() == SubstrateSpec.Bmc.Protocol.IPMI
                                    ? BmcProtocol.IPMI
                                    : BmcProtocol.REDFISH,
                            controller.address(),
                            controller.port(),
                            controller.user(),
                            password,
                            controller.fingerprint(),
                            controller.system(),
                            Duration.ofSeconds(controller.intervalSeconds())),
                    new SshAccess(
                            machine, host.address(), spec.port(), spec.user(), spec.privateKey(), host.hostKeys())));
        });
        return List.copyOf(hosts);
    }
}
