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
import io.petaforge.storage.ExcludedDrive;
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
    private final List<ExcludedDrive> excluded;

    private VolumeAssignment(Map<MachineId, Map<Volume, List<Disk>>> drives, List<ExcludedDrive> excluded) {
        this.drives = drives;
        this.excluded = excluded;
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
        problems.addAll(wipes(spec, assigned));
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
        return new VolumeAssignment(assigned, ExcludedDrives.of(spec, machines, assigned));
    }

    /** The drives of a machine for one purpose, ordered by serial; empty when it has none. */
    List<Disk> of(MachineId machine, Volume volume) {
        return drives.getOrDefault(machine, Map.of()).getOrDefault(volume, List.of());
    }

    /** The drives of all machines that serve no purpose, with the reason. */
    List<ExcludedDrive> excluded() {
        return excluded;
    }

    /** A serial to be wiped that no planned drive has is a typing error, and the next drive over may be the one meant. */
    private static List<Problem> wipes(ClusterSpec spec, Map<MachineId, Map<Volume, List<Disk>>> assigned) {
        List<String> planned = assigned.values().stream()
                .flatMap(volumes -> volumes.values().stream())
                .flatMap(List::stream)
                .map(Disk::serial)
                .sorted()
                .toList();
        return spec.storage().wipe().stream()
                .filter(serial -> !planned.contains(serial))
                .map(serial -> Problem.at(
                        "PF-STO-040",
                        "storage.wipe",
                        "no planned drive has the serial " + serial,
                        "remove it, or write the serial of a drive that 'petaforge plan' gives a purpose"))
                .toList();
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
