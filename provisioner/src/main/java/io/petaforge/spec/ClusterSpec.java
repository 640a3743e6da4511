package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A cluster as its owner wants it. Made by {@link InventoryReader}, which guarantees that the parts fit together: every
 * role has enough machines, the protection has enough racks or hosts, the loopback range has enough addresses.
 *
 * @param name the cluster's name, a DNS label of at most 20 characters
 * @param machines groups, in the order of the file
 */
public record ClusterSpec(
        String name,
        SubstrateSpec substrate,
        List<MachineGroup> machines,
        NetworkSpec network,
        StorageSpec storage,
        CephSpec ceph,
        SparkSpec spark,
        VerifySpec verify) {
    public ClusterSpec {
        requireNonNull(name, "name");
        requireNonNull(substrate, "substrate");
        machines = List.copyOf(machines);
        requireNonNull(network, "network");
        requireNonNull(storage, "storage");
        requireNonNull(ceph, "ceph");
        requireNonNull(spark, "spark");
        requireNonNull(verify, "verify");
    }

    /** The group of that name. */
    public Optional<MachineGroup> group(String groupName) {
        return machines.stream().filter(g -> g.name().equals(groupName)).findFirst();
    }

    /** Groups whose machines may have the role, in the order of the file. */
    public List<MachineGroup> groups(Role role) {
        return machines.stream().filter(g -> g.roles().contains(role)).toList();
    }

    /** Machines that may have the role, group by group in the order of the file. */
    public List<MachineGroup.Member> members(Role role) {
        return groups(role).stream().flatMap(g -> g.members().stream()).toList();
    }

    /** The racks of all groups, each once, in the order in which the file first names them. */
    public List<String> racks() {
        return machines.stream()
                .flatMap(g -> g.members().stream())
                .map(MachineGroup.Member::rack)
                .distinct()
                .toList();
    }
}
