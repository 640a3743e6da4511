package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import io.petaforge.api.SshAccess;
import io.petaforge.bmc.BmcHost;
import io.petaforge.bmc.device.BmcProtocol;
import io.petaforge.bmc.device.BmcTarget;
import io.petaforge.fixed.KnownHosts;
import io.petaforge.spec.ControllerSpec;
import io.petaforge.spec.SecretRef;
import io.petaforge.spec.SecretResolver;
import io.petaforge.spec.SshSpec;
import io.petaforge.spec.SubstrateSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * From what the inventory says of machines that exist to how they are reached and switched.
 *
 * @param access by machine
 * @param controllers of those that have one, with their passwords
 */
record ListedMachines(Map<MachineId, SshAccess> access, Map<MachineId, BmcTarget> controllers) {
    /**
     * Reads the known_hosts file and fetches every password now.
     *
     * @throws PetaforgeException when that file cannot be read, or naming every reference that leads nowhere
     */
    static ListedMachines of(SubstrateSpec.Listed spec, Map<String, String> environment) {
        return new ListedMachines(access(spec), controllers(spec, new SecretResolver(environment)));
    }

    /** Those that have a controller. */
    List<BmcHost> switched() {
        return access.entrySet().stream()
                .flatMap(host -> Optional.ofNullable(controllers.get(host.getKey())).stream()
                        .map(controller -> new BmcHost(controller, host.getValue())))
                .toList();
    }

    private static Map<MachineId, SshAccess> access(SubstrateSpec.Listed spec) {
        SshSpec ssh = spec.ssh();
        Optional<KnownHosts> known = ssh.knownHosts().map(KnownHosts::read);
        Optional<SshAccess.Jump> jump = ssh.jump()
                .map(way -> new SshAccess.Jump(
                        way.address(),
                        way.port(),
                        way.user(),
                        way.privateKey(),
                        keys(known, way.hostKeys(), way.address(), way.port())));
        Map<MachineId, SshAccess> access = new TreeMap<>();
        spec.places().forEach((id, place) -> {
            int port = place.port().orElse(ssh.port());
            List<String> keys = keys(known, place.hostKeys(), place.address(), port);
            access.put(id, new SshAccess(id, place.address(), port, ssh.user(), ssh.privateKey(), keys, jump));
        });
        return access;
    }

    private static List<String> keys(Optional<KnownHosts> known, List<String> listed, String address, int port) {
        return listed.isEmpty() ? known.map(file -> file.keys(address, port)).orElse(List.of()) : listed;
    }

    private static Map<MachineId, BmcTarget> controllers(SubstrateSpec.Listed spec, SecretResolver resolver) {
        String section = "substrate." + spec.name() + ".hosts.";
        Map<SecretRef, Secret> secrets = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        Map<MachineId, BmcTarget> targets = new TreeMap<>();
        spec.controllers().forEach((machine, controller) -> {
            SecretRef reference = controller.password();
            try {
                if (!secrets.containsKey(reference)) {
                    secrets.put(reference, resolver.resolve(reference, section + machine + ".controller.password"));
                }
            } catch (PetaforgeException e) {
                // One and the same reference of a hundred machines is wrong once.
                secrets.put(reference, new Secret(""));
                problems.addAll(e.problems());
            }
            targets.put(machine, target(machine, controller, secrets.getOrDefault(reference, new Secret(""))));
        });
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        return targets;
    }

    private static BmcTarget target(MachineId machine, ControllerSpec controller, Secret password) {
        return new BmcTarget(
                machine,
                controller.protocol() == ControllerSpec.Protocol.IPMI ? BmcProtocol.IPMI : BmcProtocol.REDFISH,
                controller.address(),
                controller.port(),
                controller.user(),
                password,
                controller.fingerprint(),
                controller.system(),
                Duration.ofSeconds(controller.intervalSeconds()));
    }
}
