package io.petaforge.step;

import io.petaforge.plan.ClusterPlan;
import java.util.List;
import java.util.Set;

/**
 * One thing that must become true of the cluster. {@code plan} prints its actions, {@code build} carries them out, and an
 * empty list means that it is so already.
 *
 * <p>The engine runs a step when all the steps named by {@link #after} have converged; steps that do not depend on each
 * other run at the same time. It gathers the probes, calls {@link #actions}, carries the list out (hosts in parallel, each
 * host's actions in list order and in one round trip), gathers again and calls {@link #actions} again, until the list is
 * empty. A list that repeats itself unchanged is a failure, unless all it does is to wait. So a step may work in rounds:
 * what it returns next can depend on what the last round brought about. Secrets and ids come through the constructor.
 */
public interface Step {
    /** {@code service/what}, such as {@code ceph/osd}: unique, shown in progress, reports and errors. */
    String name();

    /** Names of the steps that must have converged before this one begins; all of them exist. */
    Set<String> after();

    /** The facts {@link #actions} reads; a function of the plan only. */
    List<Probe<?>> probes(ClusterPlan plan);

    /** What is still to be done, in order for each host. Pure: no clock, no randomness, no connection. */
    List<Action> actions(ClusterPlan plan, Facts facts);

    /**
     * Everything that is still to be done, turn by turn, as far as the facts tell: where a step goes through the hosts in turn,
     * {@link #actions} is the first turn alone. Pure; for people, who want to see all of what a run comes to.
     */
    default List<List<Action>> course(ClusterPlan plan, Facts facts) {
        List<Action> actions = actions(plan, facts);
        return actions.isEmpty() ? List.of() : List.of(actions);
    }

    /** How many rounds it may need beyond the few that any step may: for one that goes through the hosts in turn. Pure. */
    default int turns(ClusterPlan plan) {
        return 0;
    }

    /** What is worth a line in the report when the step has converged; empty for most. Pure. */
    default String found(ClusterPlan plan, Facts facts) {
        return "";
    }
}
