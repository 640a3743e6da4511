package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which workers may be away together: those of one rack, for what is kept twice is kept in two racks, and a quarter of all at
 * most, so that running jobs keep three quarters of their executors.
 */
final class WorkerTurns {
    private static final int PARTS = 4;

    private WorkerTurns() {}

    /** All workers, in turns. */
    static List<List<MachineId>> of(ClusterPlan plan) {
        Map<MachineId, String> places = plan.machines().stream()
                .collect(Collectors.toMap(
                        machine -> machine.id(), machine -> machine.location().rack()));
        Map<String, List<MachineId>> racks = new LinkedHashMap<>();
        plan.spark().workers().forEach(worker -> racks.computeIfAbsent(
                        places.getOrDefault(worker.machine(), ""), rack -> new ArrayList<>())
                .add(worker.machine()));
        int most = Math.max(1, plan.spark().workers().size() / PARTS);
        List<List<MachineId>> turns = new ArrayList<>();
        for (List<MachineId> rack : racks.values()) {
            for (int from = 0; from < rack.size(); from += most) {
                turns.add(List.copyOf(rack.subList(from, Math.min(rack.size(), from + most))));
            }
        }
        return List.copyOf(turns);
    }
}
