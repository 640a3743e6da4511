package io.petaforge.plan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.storage.StoragePlan;

/**
 * The plan that the cluster follows. A new one has to keep what it gave to what is still wanted (addresses, AS numbers, the
 * OSDs' ids), and is compared with it.
 */
public record PlanInForce(ClusterPlan plan) {
    public PlanInForce {
        requireNonNull(plan, "plan");
    }

    /** Of a plan. */
    public static PlanInForce of(ClusterPlan plan) {
        return new PlanInForce(plan);
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
        return new PlanInForce(PlanJson.read(withDepartures(plan), ClusterPlan.class));
    }

    /** A plan that was accepted before plans said what leaves. */
    private static JsonNode withDepartures(JsonNode plan) {
        if (plan.has("leaving")) {
            return plan;
        }
        ObjectNode whole = plan.deepCopy();
        whole.set("leaving", PlanJson.tree(Departures.NONE));
        return whole;
    }

    /** The same plan when all that was leaving is gone. */
    public PlanInForce withoutDepartures() {
        return new PlanInForce(plan.with(Departures.NONE));
    }

    /** Addresses, AS numbers, ports. */
    public DataCenterPlan fabric() {
        return plan.fabric();
    }

    /** OSDs, rules, pools. */
    public StoragePlan storage() {
        return plan.storage();
    }
}
