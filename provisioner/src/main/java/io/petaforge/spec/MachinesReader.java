package io.petaforge.spec;

import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineRequest.Image;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code machines}. */
final class MachinesReader {
    /** What an idle Ceph or Spark host needs to boot and run its daemons; anything real says more. */
    private static final ByteSize DEFAULT_MEMORY = ByteSize.ofGiB(2);

    /** The fabric's switches are called leaf-... and spine-...; hosts may not be. */
    private static final List<String> SWITCH_NAMES = List.of("leaf", "spine");

    /** Both planners are benchmarked with ten thousand hosts; a group may hold them all. */
    private static final int MOST_MACHINES = 20_000;

    /**
     * The groups.
     *
     * @param whole whether every group of the file is among them
     */
    record Groups(List<MachineGroup> groups, boolean whole) {
        Groups {
            groups = List.copyOf(groups);
        }
    }

    private final RacksReader racks;
    private final Problems problems;

    /** Only the lab has hosts with everything on them; elsewhere machines come with an operating system. */
    private final Image usual;

    private MachinesReader(SubstrateSpec substrate, StorageSpec storage, Problems problems) {
        this.usual = substrate instanceof SubstrateSpec.Lab || substrate instanceof SubstrateSpec.Planned
                ? Image.PREPARED
                : Image.BARE;
        this.racks = new RacksReader(substrate, storage, problems);
        this.problems = problems;
    }

    /** The groups; those without a usable name are left out, after their contents were checked. */
    static Groups read(Fields top, SubstrateSpec substrate, StorageSpec storage, Problems problems) {
        Optional<Cursor> section = top.require("machines", "Describe at least one group of machines.");
        Map<String, Cursor> entries = section.map(Cursor::entries).orElse(Map.of());
        if (section.isPresent() && entries.isEmpty() && problems.certain(top.path("machines"))) {
            section.get().reject(InventoryCode.NO_VALUE, "there is no group of machines", "Describe at least one.");
        }
        MachinesReader reader = new MachinesReader(substrate, storage, problems);
        List<MachineGroup> groups = new ArrayList<>();
        entries.forEach((name, cursor) -> {
            boolean named = reader.name(name, cursor);
            MachineGroup group = reader.group(named ? name : "unnamed", cursor);
            if (named) {
                groups.add(group);
            }
        });
        return new Groups(groups, !groups.isEmpty() && groups.size() == entries.size());
    }

    private boolean name(String name, Cursor cursor) {
        try {
            Forms.label(20).read(name);
        } catch (BadValue e) {
            cursor.reject(e.code(), "group name: " + e.what(), e.fix());
            return false;
        }
        for (String taken : SWITCH_NAMES) {
            if (name.equals(taken) || name.startsWith(taken + "-")) {
                cursor.reject(
                        InventoryCode.NAME,
                        "group name: the fabric's switches are called " + taken + "-...",
                        "Choose another name.");
                return false;
            }
        }
        return true;
    }

    private MachineGroup group(String name, Cursor cursor) {
        Fields fields = cursor.fields("machines.*");
        int count = fields.require("count", "Say how many machines, such as 'count: 3'.")
                .flatMap(c -> c.whole(1, MOST_MACHINES))
                .orElse(1);
        Set<Role> roles = EnumSet.noneOf(Role.class);
        fields.require("roles", "List what they may be used for: " + roleNames() + ".")
                .map(c -> c.items(Forms.word("a role", List.of(Role.values()), Role::yaml)))
                .ifPresent(roles::addAll);
        RacksReader.Place place = racks.read(fields, count);
        Fields constraints = fields.section("constraints", "machines.*.constraints");
        MachineGroup group = new MachineGroup(
                name,
                count,
                place.racks(),
                place.perRack(),
                roles,
                fields.value(
                        "image",
                        Forms.word("a kind of image", List.of(Image.values()), image -> image.name()
                                .toLowerCase(Locale.ROOT)),
                        usual),
                constraints.value("threads", Forms.atLeastWhole(1, 4096), 1),
                constraints.value("memory", Forms.atLeastSize(), DEFAULT_MEMORY),
                volumes(fields.section("volumes", "machines.*.volumes")));
        checkVolumes(group, fields);
        return group;
    }

    private static Map<Volume, DiskRequest> volumes(Fields fields) {
        Map<Volume, DiskRequest> volumes = new EnumMap<>(Volume.class);
        for (Volume volume : Volume.values()) {
            fields.optional(volume.yaml(), Forms.drives()).ifPresent(drives -> volumes.put(volume, drives));
        }
        return volumes;
    }

    private void checkVolumes(MachineGroup group, Fields fields) {
        if (!problems.certain(fields.path("roles"))) {
            return;
        }
        checkVolume(group, fields, Volume.OSD, Role.OSD, "2 x ssd >= 200GB");
        checkUsed(group, fields, Volume.DB, Role.OSD);
        checkVolume(group, fields, Volume.WORKSPACE, Role.SPARK_WORKER, "1 x ssd >= 100GB");
        checkVolume(group, fields, Volume.CACHE, Role.SPARK_WORKER, "1 x ssd >= 100GB");
        DiskRequest workspace = group.volumes().get(Volume.WORKSPACE);
        if (workspace != null && workspace.count() > 1) {
            problems.conflict(
                    InventoryCode.VOLUMES,
                    fields.path("volumes") + ".workspace",
                    "a worker has one workspace, not " + workspace.count(),
                    "Ask for 1 drive here; it is 'cache' that can use several.");
        }
    }

    private void checkVolume(MachineGroup group, Fields fields, Volume volume, Role role, String example) {
        String path = Places.child(fields.path("volumes"), volume.yaml());
        boolean asked = group.volumes().containsKey(volume);
        boolean needed = group.roles().contains(role);
        if (needed && !asked && problems.certain(path)) {
            problems.conflict(
                    InventoryCode.VOLUMES,
                    path,
                    "machines with the role " + role.yaml() + " need drives for '" + volume.yaml() + "'",
                    "Add '" + volume.yaml() + ": " + example + "' below 'volumes', or take the role away.");
        } else {
            checkUsed(group, fields, volume, role);
        }
    }

    private void checkUsed(MachineGroup group, Fields fields, Volume volume, Role role) {
        if (group.volumes().containsKey(volume) && !group.roles().contains(role)) {
            problems.conflict(
                    InventoryCode.VOLUMES,
                    Places.child(fields.path("volumes"), volume.yaml()),
                    "these drives would stay unused: the group does not have the role " + role.yaml(),
                    "Add '" + role.yaml() + "' to 'roles', or remove the volume.");
        }
    }

    private static String roleNames() {
        return String.join(", ", List.of(Role.values()).stream().map(Role::yaml).toList());
    }
}
