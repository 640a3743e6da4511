package io.petaforge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.MachineRequest;
import io.petaforge.plan.PlanJson;
import io.petaforge.state.StateDir;
import java.util.Optional;

/** The plan that the cluster was last told to follow, and the machines that were asked for it, kept before they are made. */
final class AcceptedPlan {
    private static final String PLAN = "plan.json";
    private static final String ALLOCATIONS = "allocations.json";
    private static final String VERIFIED = "verified.json";

    private final StateDir state;

    AcceptedPlan(StateDir state) {
        this.state = state;
    }

    /** Accepts a plan; the one it takes over from becomes its parent. */
    void accept(PlannedCluster planned) {
        Optional<JsonNode> before = state.read(PLAN);
        Optional<String> previous = before.map(node -> node.path("id").asText());
        if (previous.filter(planned.id()::equals).isPresent()) {
            return;
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("id", planned.id());
        previous.ifPresent(parent -> document.put("parent", parent));
        document.set("plan", PlanJson.tree(planned.plan()));
        state.keep(PLAN, document);
    }

    /** Records which machines are about to be taken, and from where. */
    void allocate(PlannedCluster planned) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("cluster", planned.spec().name());
        document.put("substrate", planned.spec().substrate().name());
        document.put("plan", planned.id());
        planned.request().machines().stream().map(MachineRequest::id).sorted().forEach(id -> document.withArray(
                        "machines")
                .add(id.value()));
        if (state.read(ALLOCATIONS).filter(document::equals).isEmpty()) {
            state.keep(ALLOCATIONS, document);
        }
    }

    /** Remembers that the cluster, as this plan made it, passed its verification. */
    void verified(PlannedCluster planned, JsonNode verification) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("plan", planned.id());
        document.set("verification", verification);
        state.keep(VERIFIED, document);
    }

    /** Whether this very plan was verified since it was last changed. */
    boolean isVerified(PlannedCluster planned) {
        return state.read(VERIFIED)
                .filter(node -> node.path("plan").asText().equals(planned.id()))
                .isPresent();
    }

    /** Says that what was verified is about to change. */
    void unverified() {
        if (state.read(VERIFIED).filter(node -> !node.isEmpty()).isPresent()) {
            state.keep(VERIFIED, JsonNodeFactory.instance.objectNode());
        }
    }
}
