package io.petaforge.plan;

import io.petaforge.api.MachineId;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup.Member;
import io.petaforge.spec.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts daemons on hosts: each kind spread over the racks first, and within a rack onto the host that carries the fewest
 * daemons so far. Deterministic: ties go to the order of the inventory.
 */
final class ServicePlacement {
    private final Map<MachineId, Integer> load = new HashMap<>();

    /** Every daemon of Ceph that has a choice of hosts. */
    static StorageIntent.Placed of(ClusterSpec spec) {
        return of(spec, Optional.empty());
    }

    /**
     * The same in a cluster that exists.
     *
     * @param before what it runs: a daemon stays where it is as long as its host may have it
     */
    static StorageIntent.Placed of(ClusterSpec spec, Optional<CephPlan> before) {
        ServicePlacement placement = new ServicePlacement();
        List<MachineId> mons = placement.place(
                spec.members(Role.MON),
                spec.ceph().mons(),
                before.map(CephPlan::mons).orElse(List.of()));
        List<MachineId> mgrs = placement.place(
                spec.members(Role.MGR),
                spec.ceph().mgrs(),
                before.map(CephPlan::mgrs).orElse(List.of()));
        return new StorageIntent.Placed(
                mons,
                mgrs,
                placement.place(
                        spec.members(Role.RGW),
                        spec.ceph().rgws(),
                        before.map(CephPlan::rgws).orElse(List.of())));
    }

    /**
     * Chooses hosts for {@code count} daemons of one kind.
     *
     * @throws IllegalArgumentException when there are fewer candidates; the inventory reader has refused that before
     */
    List<MachineId> place(List<Member> candidates, int count) {
        return place(candidates, count, List.of());
    }

    private List<MachineId> place(List<Member> candidates, int count, List<MachineId> before) {
        if (candidates.size() < count) {
            throw new IllegalArgumentException(count + " daemons do not fit on " + candidates.size() + " hosts");
        }
        List<Member> left = new ArrayList<>(candidates);
        Map<String, Integer> byRack = new HashMap<>();
        List<MachineId> chosen = new ArrayList<>();
        while (chosen.size() < count) {
            Member best = left.stream()
                    .min(Comparator.<Member, Boolean>comparing(m -> !before.contains(m.id()))
                            .thenComparingInt(m -> byRack.getOrDefault(m.rack(), 0))
                            .thenComparingInt(m -> load.getOrDefault(m.id(), 0)))
                    .orElseThrow();
            left.remove(best);
            byRack.merge(best.rack(), 1, Integer::sum);
            load.merge(best.id(), 1, Integer::sum);
            chosen.add(best.id());
        }
        // Their order says which is asked first: it does not change because others came or went.
        chosen.sort(Comparator.comparingInt(host -> before.contains(host) ? before.indexOf(host) : before.size()));
        return List.copyOf(chosen);
    }
}
