package io.petaforge.plan;

import io.petaforge.api.MachineId;
import io.petaforge.network.AsnRange;
import io.petaforge.network.FabricPlan;
import io.petaforge.network.FabricRequest;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the inventory asks of the network planner. */
final class FabricIntent {
    /** Every hop of a lab or of a routed fabric without jumbo frames carries this many bytes. */
    private static final int MTU = 1500;

    private FabricIntent() {}

    static FabricRequest of(ClusterSpec spec, List<MachineId> rgws, Optional<FabricPlan> inForce) {
        Map<String, List<MachineId>> racks = new LinkedHashMap<>();
        spec.racks().forEach(rack -> racks.put(rack, new ArrayList<>()));
        for (MachineGroup group : spec.machines()) {
            for (MachineGroup.Member member : group.members()) {
                racks.computeIfAbsent(member.rack(), rack -> new ArrayList<>()).add(member.id());
            }
        }
        return new FabricRequest(
                spec.network().design().yaml(),
                spec.network().spines(),
                spec.network().leavesPerRack(),
                racks.entrySet().stream()
                        .map(rack -> new FabricRequest.Rack(rack.getKey(), rack.getValue()))
                        .toList(),
                List.of(new FabricRequest.Service(ClusterPlan.S3_SERVICE, rgws)),
                spec.network().loopbacks(),
                AsnRange.PRIVATE_32,
                spec.network().linkRate(),
                MTU,
                inForce.filter(plan -> sameRange(spec, plan)));
    }

    /** Another range of addresses is a new numbering, which the user asked for. */
    private static boolean sameRange(ClusterSpec spec, FabricPlan plan) {
        return plan.nodes().stream().allMatch(node -> spec.network().loopbacks().contains(node.loopback()));
    }
}
