package io.petaforge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.PlanInForce;
import io.petaforge.plan.PlanJson;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.StateDir;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The plan that the cluster was last told to follow, and the machines that were asked for it, kept before they are made. */
final class AcceptedPlan {
    private static final String PLAN = "plan.json";
    private static final String ALLOCATIONS = "allocations.json";
    private static final String VERIFIED = "verified.json";

    private final StateDir state;

    AcceptedPlan(StateDir state) {
        this.state = state;
    }

    /** What the plan that a cluster follows, if there is one, makes every later plan keep. */
    static Optional<PlanInForce> inForce(Path stateRoot, ClusterSpec spec) {
        return new AcceptedPlan(StateDir.of(stateRoot, spec.name())).inForce();
    }

    /**
     * What the accepted plan makes every later plan keep.
     *
     * @throws PetaforgeException when there is one and it cannot be read: without it addresses and OSDs might be numbered
     *     anew under a running cluster
     */
    Optional<PlanInForce> inForce() {
        try {
            return state.readWhole(PLAN).map(document -> PlanInForce.read(document.path("plan")));
        } catch (IOException | IllegalArgumentException e) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-STATE-005",
                            "the accepted plan " + state.path().resolve(PLAN) + " cannot be read: " + e.getMessage(),
                            "it says which addresses and OSD numbers the cluster has: take it from the cluster, with"
                                    + " 'petaforge adopt INVENTORY'. If nothing was ever built, remove the file"),
                    e);
        }
    }

    /** Whether a plan was accepted. */
    boolean exists() {
        return state.read(PLAN).isPresent();
    }

    /** Whether the accepted plan is this one. */
    boolean is(PlannedCluster planned) {
        return state.read(PLAN)
                .filter(node -> node.path("id").asText().equals(planned.id()))
                .isPresent();
    }

    /** The hosts of the accepted plan's monitors; empty when there is none. */
    List<MachineId> monitors() {
        List<MachineId> monitors = new ArrayList<>();
        state.read(PLAN).ifPresent(node -> node.at("/plan/ceph/mons")
                .forEach(mon -> monitors.add(new MachineId(mon.asText()))));
        return monitors;
    }

    /** Accepts a plan; the one it takes over from becomes its parent. */
    void accept(PlannedCluster planned) {
        plan(planned).ifPresent(document -> state.keep(PLAN, document));
    }

    /** Records which machines are about to be taken, and from where. */
    void allocate(PlannedCluster planned) {
        allocations(planned).ifPresent(document -> state.keep(ALLOCATIONS, document));
    }

    /** The files that accepting this plan would write, as they would be; empty where they are so already. */
    Map<String, String> documents(PlannedCluster planned) {
        Map<String, String> documents = new TreeMap<>();
        plan(planned).ifPresent(document -> documents.put(PLAN, StateDir.text(document)));
        allocations(planned).ifPresent(document -> documents.put(ALLOCATIONS, StateDir.text(document)));
        return documents;
    }

    private Optional<JsonNode> plan(PlannedCluster planned) {
        Optional<String> previous = state.read(PLAN).map(node -> node.path("id").asText());
        if (previous.filter(planned.id()::equals).isPresent()) {
            return Optional.empty();
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("id", planned.id());
        previous.ifPresent(parent -> document.put("parent", parent));
        document.set("plan", PlanJson.tree(planned.plan()));
        return Optional.of(document);
    }

    private Optional<JsonNode> allocations(PlannedCluster planned) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("cluster", planned.spec().name());
        document.put("substrate", planned.spec().substrate().name());
        document.put("plan", planned.id());
        planned.request().machines().stream().map(MachineRequest::id).sorted().forEach(id -> document.withArray(
                        "machines")
                .add(id.value()));
        return state.read(ALLOCATIONS).filter(document::equals).isPresent() ? Optional.empty() : Optional.of(document);
    }

    /** Whether machines were asked for. */
    boolean isAllocated() {
        return state.read(ALLOCATIONS).isPresent();
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
