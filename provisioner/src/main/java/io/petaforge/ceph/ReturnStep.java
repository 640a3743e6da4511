package io.petaforge.ceph;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code ceph/return}: hosts are back; their OSDs are called out again when they are down for long. */
final class ReturnStep implements Step {
    static final String NAME = "ceph/return";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final CephAbsence absence;

    ReturnStep(CephAbsence absence) {
        this.absence = absence;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return List.of(Cluster.state(plan));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<String> kept = facts.get(Cluster.state(plan))
                .map(state -> absence.osds(plan).stream()
                        .filter(id ->
                                state.osd(id).filter(ClusterState.Osd::noout).isPresent())
                        .map(id -> "osd." + id)
                        .toList())
                .orElse(List.of());
        return kept.isEmpty()
                ? List.of()
                : List.of(Cluster.action(
                        plan,
                        "let " + String.join(", ", kept) + " be called out again",
                        List.of(NoOut.unset(kept)),
                        LIMIT,
                        Effect.CHANGE));
    }
}
