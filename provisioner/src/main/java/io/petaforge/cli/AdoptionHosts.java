package io.petaforge.cli;

import io.petaforge.api.ExistingMachines;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup;
import io.petaforge.spec.Role;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where a copy of the cluster's state may lie, found with nothing but the inventory and what it refers to.
 *
 * @param access to hosts that may run a monitor; keys of those that nobody knows are empty
 */
record AdoptionHosts(Collection<SshAccess> access) {
    AdoptionHosts {
        access = List.copyOf(access);
    }

    /**
     * Asks in turn what is the surest: the substrate's own record, the inventory's list, the person.
     *
     * @param given addresses from the command line
     * @param key a private key from the command line
     * @param damaged what is wrong with the state directory: a record that is damaged is not asked
     * @throws PetaforgeException when there is nobody to ask
     */
    static AdoptionHosts of(
            ClusterSpec spec, Substrate substrate, List<String> given, Optional<Path> key, List<String> damaged) {
        Map<MachineId, SshAccess> ways = new TreeMap<>();
        boolean recordDamaged = damaged.stream()
                .anyMatch(line -> line.startsWith(substrate.name() + "/") || line.startsWith(substrate.name() + "-"));
        if (!recordDamaged) {
            ways.putAll(substrate.access(spec.name()));
        }
        if (ways.isEmpty()) {
            substrate.capability(ExistingMachines.class).ifPresent(listed -> ways.putAll(listed.machines()));
        }
        int number = 0;
        for (String address : given) {
            MachineId id = new MachineId("given-" + ++number);
            ways.put(id, new SshAccess(id, address, 22, spec.substrate().login(), key.orElse(Path.of("")), List.of()));
        }
        if (ways.isEmpty()) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-DAY-064",
                            "no host of cluster '" + spec.name() + "' is known to substrate '" + substrate.name() + "'",
                            "check the inventory's cluster name and credentials, or give a monitor's host: --host"
                                    + " ADDRESS"));
        }
        return new AdoptionHosts(monitors(spec, ways).values());
    }

    /** Only monitors' hosts have a copy; all are asked where the inventory's names do not say which those are. */
    private static Map<MachineId, SshAccess> monitors(ClusterSpec spec, Map<MachineId, SshAccess> ways) {
        Set<MachineId> monitors =
                spec.members(Role.MON).stream().map(MachineGroup.Member::id).collect(Collectors.toSet());
        Map<MachineId, SshAccess> chosen = new TreeMap<>(ways);
        chosen.keySet().removeIf(id -> !monitors.contains(id) && !id.value().startsWith("given-"));
        return chosen.isEmpty() ? ways : chosen;
    }
}
