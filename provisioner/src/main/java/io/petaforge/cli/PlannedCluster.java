package io.petaforge.cli;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.HostAddresses;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Substrate;
import io.petaforge.network.dc.Device;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.plan.PlanInForce;
import io.petaforge.plan.PlanJson;
import io.petaforge.plan.Reach;
import io.petaforge.spec.ClusterSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An inventory carried as far as it goes without touching a host.
 *
 * @param request what it asks of the substrate
 * @param plan everything that was decided on what the substrate offers
 * @param id the plan's identity
 */
record PlannedCluster(ClusterSpec spec, ClusterRequest request, ClusterPlan plan, String id) {
    /**
     * Plans the cluster.
     *
     * @param inForce the plan that it follows, if there is one
     * @throws io.petaforge.api.PetaforgeException with every reason why it cannot be
     */
    static PlannedCluster of(ClusterSpec spec, Substrate substrate, Optional<PlanInForce> inForce) {
        return of(spec, substrate, inForce, Set.of());
    }

    /**
     * The same when machines will not come back.
     *
     * @param lost those of them that the operator gives up
     */
    static PlannedCluster of(
            ClusterSpec spec, Substrate substrate, Optional<PlanInForce> inForce, Set<MachineId> lost) {
        Reach reach = inForce.isPresent() ? Reach.of(substrate.access(spec.name()), lost) : new Reach(Set.of(), lost);
        ClusterPlanner planner = new ClusterPlanner(spec, inForce, reach);
        ClusterRequest request = planner.request();
        // The order matters: a substrate may know addresses only of machines that it has just looked at.
        List<Machine> offered = substrate.offer(request);
        ClusterPlan plan = planner.plan(
                offered,
                substrate
                        .capability(HostAddresses.class)
                        .map(known -> known.addresses(request))
                        .orElse(Map.of()));
        return new PlannedCluster(spec, request, plan, PlanJson.id(plan));
    }

    /**
     * Plans the cluster on the machines as they were when the plan in force was made: for a look while some of them do not
     * answer. Empty when others are asked for too.
     */
    static Optional<PlannedCluster> onKnownMachines(ClusterSpec spec, PlanInForce inForce) {
        ClusterPlanner planner = new ClusterPlanner(spec, Optional.of(inForce));
        ClusterRequest request = planner.request();
        ClusterPlan before = inForce.plan();
        List<MachineId> known =
                before.fabric().devices().stream().map(Device::id).toList();
        if (!request.machines().stream().map(MachineRequest::id).allMatch(known::contains)) {
            return Optional.empty();
        }
        Map<MachineId, List<String>> addresses = before.usesExistingNetwork()
                ? before.fabric().devices().stream()
                        .filter(device -> !device.address().isEmpty())
                        .collect(Collectors.toMap(Device::id, device -> List.of(device.address())))
                : Map.of();
        ClusterPlan plan = planner.plan(before.machines(), addresses);
        return Optional.of(new PlannedCluster(spec, request, plan, PlanJson.id(plan)));
    }
}
