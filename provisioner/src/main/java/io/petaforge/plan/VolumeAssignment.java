package io.petaforge.plan;

import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup;
import io.petaforge.spec.Volume;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which drive of which machine serves which purpose, by serial. Every drive has one purpose at most; the boot drive has
 * none. Drives are taken smallest first among those that are large enough, then by serial, so that the same hardware gives
 * the same assignment.
 */
final class VolumeAssignment {
    private final Map<MachineId, Map<Volume, List<Disk>>> drives;

    private VolumeAssignment(Map<MachineId, Map<Volume, List<Disk>>> drives) {
        this.drives = drives;
    }

    /**
     * Assigns the drives of all machines.
     *
     * @throws PetaforgeException when machines lack drives, naming all of them
     */
    static VolumeAssignment of(ClusterSpec spec, Map<MachineId, Machine> machines) {
        Map<MachineId, Map<Volume, List<Disk>>> assigned = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        for (MachineGroup group : spec.machines()) {
            for (MachineGroup.Member member : group.members()) {
                Machine machine = machines.get(member.id());
                if (machine == null) {
                    throw new IllegalArgumentException("no machine for " + member.id());
                }
                assigned.put(member.id(), assign(group, machine, problems));
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
        return new VolumeAssignment(assigned);
    }

    /** The drives of a machine for one purpose, ordered by serial; empty when it has none. */
    List<Disk> of(MachineId machine, Volume volume) {
        return drives.getOrDefault(machine, Map.of()).getOrDefault(volume, List.of());
    }

    private static Map<Volume, List<Disk>> assign(MachineGroup group, Machine machine, List<Problem> problems) {
        List<Disk> free = new ArrayList<>(machine.disks().stream()
                .filter(disk -> !disk.boot())
                .sorted(Comparator.comparing(Disk::size).thenComparing(Disk::serial))
                .toList());
        Map<Volume, List<Disk>> assigned = new EnumMap<>(Volume.class);
        group.volumes().forEach((volume, request) -> {
            List<Disk> fitting = free.stream()
                    .filter(disk -> fits(disk, request))
                    .limit(request.count())
                    .toList();
            if (fitting.size() < request.count()) {
                problems.add(Problem.at(
                        "PF-PLAN-001",
                        "machines." + group.name() + ".volumes." + volume.yaml(),
                        machine.id() + " has " + fitting.size() + " free drives of " + request.count() + " x "
                                + request.media().deviceClass() + " >= "
                                + request.atLeast().decimal(),
                        "ask for fewer or smaller drives, or give the machine more"));
            }
            free.removeAll(fitting);
            assigned.put(
                    volume,
                    fitting.stream().sorted(Comparator.comparing(Disk::serial)).toList());
        });
        return assigned;
    }

    private static boolean fits(Disk disk, DiskRequest request) {
        return disk.media() == request.media() && disk.size().compareTo(request.atLeast()) >= 0;
    }
}
