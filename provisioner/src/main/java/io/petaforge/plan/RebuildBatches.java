package io.petaforge.plan;

import io.petaforge.api.MachineId;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup;
import io.petaforge.spec.StorageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * In which order hosts are made anew: never more at once than the failure domain that the data survives. Hosts that hold no
 * OSD go by their racks as well, since what stands together mostly serves together. Pure.
 */
public final class RebuildBatches {
    private RebuildBatches() {}

    /** The chosen hosts in batches; each is complete and healthy before the next one begins. */
    public static List<List<MachineId>> of(ClusterSpec spec, Set<MachineId> chosen) {
        if (spec.storage().failureDomain() != StorageSpec.FailureDomain.RACK) {
            return new TreeSet<>(chosen).stream().map(List::of).toList();
        }
        Map<String, List<MachineId>> byRack = new TreeMap<>();
        for (MachineGroup group : spec.machines()) {
            for (MachineGroup.Member member : group.members()) {
                if (chosen.contains(member.id())) {
                    byRack.computeIfAbsent(member.rack(), rack -> new ArrayList<>())
                            .add(member.id());
                }
            }
        }
        return byRack.values().stream()
                .map(hosts -> hosts.stream().sorted().toList())
                .toList();
    }
}
