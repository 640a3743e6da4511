package io.petaforge.plan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.storage.StoragePlan;

/** What a new plan has to keep of the one the cluster follows: addresses and AS numbers, and the OSDs' ids. */
public record PlanInForce(DataCenterPlan fabric, StoragePlan storage) {
    public PlanInForce {
        requireNonNull(fabric, "fabric");
        requireNonNull(storage, "storage");
    }

    /** Of a plan. */
    public static PlanInForce of(ClusterPlan plan) {
        return new PlanInForce(plan.fabric(), plan.storage());
    }

    /**
     * Of the JSON of a plan.
     *
     * @throws IllegalArgumentException when it is not one, saying why
     */
    public static PlanInForce read(JsonNode plan) {
        if (!plan.path("fabric").isObject() || !plan.path("storage").isObject()) {
            throw new IllegalArgumentException("it has no fabric or no storage");
        }
        return new PlanInForce(
                PlanJson.read(plan.path("fabric"), DataCenterPlan.class),
                PlanJson.read(plan.path("storage"), StoragePlan.class));
    }
}
