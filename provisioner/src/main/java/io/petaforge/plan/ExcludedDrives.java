package io.petaforge.plan;

import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup;
import io.petaforge.spec.Volume;
import io.petaforge.storage.ExcludedDrive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says of every drive that nothing is put on why that is so, as far as inventory and hardware tell. */
final class ExcludedDrives {
    private ExcludedDrives() {}

    static List<ExcludedDrive> of(
            ClusterSpec spec, Map<MachineId, Machine> machines, Map<MachineId, Map<Volume, List<Disk>>> assigned) {
        List<ExcludedDrive> excluded = new ArrayList<>();
        for (MachineGroup group : spec.machines()) {
            for (MachineGroup.Member member : group.members()) {
                Machine machine = machines.get(member.id());
                if (machine == null) {
                    continue;
                }
                Set<String> used = assigned.getOrDefault(member.id(), Map.of()).values().stream()
                        .flatMap(List::stream)
                        .map(Disk::serial)
                        .collect(Collectors.toSet());
                machine.disks().stream()
                        .filter(disk -> disk.boot() || !used.contains(disk.serial()))
                        .sorted(Comparator.comparing(Disk::serial))
                        .forEach(disk -> excluded.add(new ExcludedDrive(
                                member.id(), disk.serial(), disk.size(), disk.media(), reason(group, disk))));
            }
        }
        return List.copyOf(excluded);
    }

    private static String reason(MachineGroup group, Disk disk) {
        if (disk.boot()) {
            return "the operating system lives on it";
        }
        if (group.volumes().isEmpty()) {
            return "the inventory asks for no drives here";
        }
        List<DiskRequest> sameKind = group.volumes().values().stream()
                .filter(request -> request.media() == disk.media())
                .toList();
        if (sameKind.isEmpty()) {
            return "wrong kind: the inventory asks for "
                    + group.volumes().values().stream()
                            .map(request -> request.media().deviceClass())
                            .distinct()
                            .collect(Collectors.joining(" and "));
        }
        DiskRequest least = sameKind.stream()
                .min(Comparator.comparing(DiskRequest::atLeast))
                .orElseThrow();
        return disk.size().compareTo(least.atLeast()) < 0
                ? "too small: the inventory asks for " + least.atLeast().decimal() + " at least"
                : "not asked for: the inventory needs no more drives of this kind";
    }
}
