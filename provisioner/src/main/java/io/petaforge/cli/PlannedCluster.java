package io.petaforge.cli;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Substrate;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.plan.PlanJson;
import io.petaforge.spec.ClusterSpec;

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
     * @throws io.petaforge.api.PetaforgeException with every reason why it cannot be
     */
    static PlannedCluster of(ClusterSpec spec, Substrate substrate) {
        ClusterPlanner planner = new ClusterPlanner(spec);
        ClusterRequest request = planner.request();
        ClusterPlan plan = planner.plan(substrate.offer(request));
        return new PlannedCluster(spec, request, plan, PlanJson.id(plan));
    }
}
