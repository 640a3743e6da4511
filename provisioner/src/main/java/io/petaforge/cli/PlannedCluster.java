package io.petaforge.cli;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.HostAddresses;
import io.petaforge.api.Machine;
import io.petaforge.api.Substrate;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.plan.PlanInForce;
import io.petaforge.plan.PlanJson;
import io.petaforge.spec.ClusterSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        ClusterPlanner planner = new ClusterPlanner(spec, inForce);
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
}
