package io.petaforge.ceph;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.storage.OsdPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ceph/layout}: the proof that Ceph has the planned OSDs, CRUSH tree, rules, profiles and pools, from Ceph's own
 * dumps. The steps before it made what was missing; what still differs is nothing they may touch, so it is a failure with
 * every difference.
 */
final class LayoutStep implements Step {
    /** This step's name. */
    static final String NAME = "ceph/layout";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final CephKeys keys;

    LayoutStep(CephKeys keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of(CephSteps.HEALTHY);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return List.of(Cluster.state(plan));
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        Optional<ClusterState> state = facts.get(Cluster.state(plan));
        if (state.isEmpty() || beingMade(plan, facts)) {
            return List.of(Cluster.action(
                    plan,
                    "compare the monitors' dumps with the plan",
                    List.of(Cluster.until(Map.of("quorum", 1), LIMIT)),
                    LIMIT.plusSeconds(70),
                    Effect.WAIT));
        }
        List<Problem> problems = Layout.differences(plan, state.get()).stream()
                .map(difference -> Problem.of(
                        "PF-CEPH-020",
                        "layout: " + difference.what() + ": planned " + difference.planned() + ", found "
                                + difference.found(),
                        fix(difference)))
                .toList();
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
        return List.of();
    }

    /** In a preview: steps before this one still have something to do about it. */
    private boolean beingMade(ClusterPlan plan, Facts facts) {
        return !new CrushStep(keys).actions(plan, facts).isEmpty()
                || !new WeightsStep().actions(plan, facts).isEmpty()
                || facts.get(Cluster.state(plan))
                        .filter(state -> !new Departing(plan, state).osds().isEmpty())
                        .isPresent()
                || !new PoolsStep().actions(plan, facts).isEmpty();
    }

    /** {@code layout: 6 OSDs, 3 racks, 2 rules, 8 pools as planned}. */
    @Override
    public String found(ClusterPlan plan, Facts facts) {
        long racks =
                plan.storage().osds().stream().map(OsdPlan::rack).distinct().count();
        return "layout: " + counted(plan.storage().osds().size(), "OSD") + ", " + counted(racks, "rack") + ", "
                + counted(plan.storage().rules().size(), "rule") + ", "
                + counted(plan.storage().pools().size(), "pool") + " as planned";
    }

    private static String fix(Layout.Difference difference) {
        if (difference.planned().equals("nothing")) {
            return difference.what().startsWith("osd.")
                    ? "put its drive back into the inventory, or remove it when its data is elsewhere: ceph osd purge "
                            + difference.what().substring("osd.".length())
                    : "remove it if nobody needs it";
        }
        return "build again, which makes what is missing and says what it may not change";
    }

    private static String counted(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
