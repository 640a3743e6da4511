package io.petaforge.spec;

import java.util.List;
import java.util.stream.Collectors;

/** Whether the groups can carry the daemons that are asked for. Silent about what could not be read. */
final class RoleChecks {
    private final ClusterSpec spec;
    private final Problems problems;

    RoleChecks(ClusterSpec spec, Problems problems) {
        this.spec = spec;
        this.problems = problems;
    }

    void run() {
        if (!certain("roles")) {
            return;
        }
        spot();
        for (Role role : Role.values()) {
            if (spec.groups(role).isEmpty()) {
                problems.conflict(
                        InventoryCode.ROLE_MISSING,
                        "machines",
                        "no group has the role " + role.yaml() + ", which every cluster needs",
                        "Add '" + role.yaml() + "' to the 'roles' of a group.");
            }
        }
        if (certain("count")) {
            enough(Role.MON, spec.ceph().mons(), "ceph.mons", "monitor");
            enough(Role.MGR, spec.ceph().mgrs(), "ceph.mgrs", "manager");
            enough(Role.RGW, spec.ceph().rgws(), "ceph.rgws", "S3 gateway");
            monRacks();
        }
    }

    /** Spark replaces a worker's work; data, and what knows where all is, stay on machines that stay. */
    private void spot() {
        for (MachineGroup group : spec.machines()) {
            List<String> staying = group.roles().stream()
                    .filter(role -> role != Role.SPARK_WORKER)
                    .sorted()
                    .map(Role::yaml)
                    .toList();
            if (spec.substrate().spot(group.name()) && !staying.isEmpty()) {
                problems.conflict(
                        InventoryCode.SPOT,
                        "machines." + group.name() + ".roles",
                        "spot machines vanish at two minutes' notice, and '" + group.name() + "' has more than Spark"
                                + " workers: " + String.join(", ", staying),
                        "Give those roles to a group without 'spot', or remove 'spot' below 'substrate."
                                + spec.substrate().name() + ".groups." + group.name() + "'.");
            }
        }
    }

    /** The monitors are spread over the racks that may have them; in one rack they are lost with it, and all Ceph. */
    private void monRacks() {
        List<String> racks = spec.members(Role.MON).stream()
                .map(MachineGroup.Member::rack)
                .distinct()
                .toList();
        if (racks.size() == 1 && spec.racks().size() > 1 && spec.ceph().mons() > 1 && certain("racks")) {
            problems.conflict(
                    InventoryCode.MON_RACKS,
                    "machines",
                    "all " + spec.ceph().mons() + " monitors would stand in rack " + racks.get(0) + " of "
                            + spec.racks().size() + ": whatever fails there stops all of Ceph",
                    "Give machines in " + Math.min(3, spec.racks().size())
                            + " racks the role mon, or write 'mons: 1'.");
        }
    }

    private void enough(Role role, int wanted, String path, String noun) {
        List<MachineGroup> groups = spec.groups(role);
        int available = groups.stream().mapToInt(MachineGroup::count).sum();
        if (groups.isEmpty() || available >= wanted || !problems.certain(path)) {
            return;
        }
        String counted = groups.stream().map(g -> g.name() + ": " + g.count()).collect(Collectors.joining(", "));
        problems.conflict(
                InventoryCode.TOO_FEW_MACHINES,
                path,
                wanted + " " + noun + (wanted == 1 ? " is" : "s are") + " wanted"
                        + (problems.written(path) ? "" : " (the default)") + ", but the role " + role.yaml()
                        + " is on " + available + (available == 1 ? " machine" : " machines") + " only (" + counted
                        + ")",
                "Raise 'count' there, give the role to another group, or write '" + path.substring("ceph.".length())
                        + ": " + available(role, available) + "'.");
    }

    /** The most that can be written instead: monitors are odd. */
    private static int available(Role role, int machines) {
        return role == Role.MON && machines % 2 == 0 ? machines - 1 : machines;
    }

    private boolean certain(String key) {
        return spec.machines().stream().allMatch(g -> problems.certain("machines." + g.name() + "." + key));
    }
}
