package io.petaforge.cli;

import io.petaforge.api.ExistingMachines;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineDiscovery;
import io.petaforge.api.MachineDiscovery.Discovered;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup;
import io.petaforge.spec.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
     * Asks in turn what is the surest: the substrate's own record, the inventory's list, the service that the machines are
     * of, the person. Who names a host has no need of the service, which may be what does not answer.
     *
     * @param given addresses from the command line
     * @param key a private key from the command line, for hosts whose own is not here
     * @param damaged what is wrong with the state directory: a record that is damaged is not asked
     * @throws PetaforgeException when there is nobody to ask, or the service refuses to answer
     */
    static AdoptionHosts of(
            ClusterSpec spec, Substrate substrate, List<String> given, Optional<Path> key, List<String> damaged) {
        Map<MachineId, SshAccess> known = new TreeMap<>();
        boolean recordDamaged = damaged.stream()
                .anyMatch(line -> line.startsWith(substrate.name() + "/") || line.startsWith(substrate.name() + "-"));
        if (!recordDamaged) {
            known.putAll(substrate.access(spec.name()));
        }
        if (known.isEmpty()) {
            substrate.capability(ExistingMachines.class).ifPresent(listed -> known.putAll(listed.machines()));
        }
        List<SshAccess> ways = new ArrayList<>(monitors(spec, known, given.isEmpty()));
        Optional<MachineDiscovery> service =
                substrate.capability(MachineDiscovery.class).filter(asked -> known.isEmpty() && given.isEmpty());
        service.ifPresent(asked -> ways.addAll(discovered(spec, asked.discover(spec.name()))));
        int number = 0;
        for (String address : given) {
            MachineId id = new MachineId("given-" + ++number);
            ways.add(new SshAccess(id, address, 22, spec.substrate().login(), key.orElse(Path.of("")), List.of()));
        }
        if (ways.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, nobody(spec.name(), substrate.name(), service));
        }
        return new AdoptionHosts(ways.stream()
                .map(way -> key.filter(file -> !Files.isRegularFile(way.privateKey()))
                        .map(way::withPrivateKey)
                        .orElse(way))
                .toList());
    }

    private static Problem nobody(String cluster, String substrate, Optional<MachineDiscovery> service) {
        return Problem.of(
                "PF-DAY-064",
                service.isPresent()
                        ? "no machine that runs is marked as one of cluster '" + cluster + "' at what substrate '"
                                + substrate + "' of the inventory leads to"
                        : "no host of cluster '" + cluster + "' is known to substrate '" + substrate + "'",
                (service.isPresent()
                                ? "check the inventory's cluster name, region or project, and whose credentials it"
                                        + " names, and that the machines are on"
                                : "check the inventory's cluster name and credentials")
                        + ", or give a monitor's host: --host ADDRESS");
    }

    /**
     * Only monitors' hosts have a copy.
     *
     * @param orAll all are asked where the inventory's names do not say which those are
     */
    private static Collection<SshAccess> monitors(ClusterSpec spec, Map<MachineId, SshAccess> known, boolean orAll) {
        Set<MachineId> monitors =
                spec.members(Role.MON).stream().map(MachineGroup.Member::id).collect(Collectors.toSet());
        Map<MachineId, SshAccess> chosen = new TreeMap<>(known);
        chosen.keySet().retainAll(monitors);
        return chosen.isEmpty() && orAll ? known.values() : chosen.values();
    }

    /** As above, by the groups that machines were made for. Those of several builds may be called the same: all are asked. */
    private static Collection<SshAccess> discovered(ClusterSpec spec, List<Discovered> machines) {
        Set<String> groups =
                spec.groups(Role.MON).stream().map(MachineGroup::name).collect(Collectors.toSet());
        List<Discovered> chosen = machines.stream()
                .filter(machine -> groups.contains(machine.group()))
                .toList();
        Map<MachineId, SshAccess> ways = new TreeMap<>();
        for (Discovered machine : chosen.isEmpty() ? machines : chosen) {
            MachineId id = machine.access().machine();
            for (int number = 2; ways.containsKey(id); number++) {
                id = new MachineId(machine.access().machine() + "-" + number);
            }
            ways.put(id, machine.access().named(id));
        }
        return ways.values();
    }
}
