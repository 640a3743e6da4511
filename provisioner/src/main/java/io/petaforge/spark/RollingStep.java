package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code spark/rolling}: daemons that run with an older configuration or distribution are restarted so that jobs go on: the
 * workers turn by turn, each emptied before, then the master, which gets workers and applications back from its recovery
 * directory, and the history server last. A turn ends when what was restarted is registered again; where that does not come
 * about, the step fails and what has not had its turn runs on as it is.
 *
 * <p>Daemons that cannot talk to those that are started now (see {@link SparkDaemons}) are restarted at once, the master first:
 * no order would let jobs go on.
 */
final class RollingStep implements Step {
    static final String NAME = "spark/rolling";

    /** Rounds beside the workers' own turns: the master, those that could not talk to it, the history server, and a wait. */
    private static final int OTHERS = 5;

    private final SparkInputs inputs;

    RollingStep(SparkInputs inputs) {
        this.inputs = inputs;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of(ClusterStep.NAME, HistoryStep.NAME);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        SparkDaemons daemons = new SparkDaemons(plan, inputs);
        List<Probe<?>> probes = new ArrayList<>();
        plan.spark().hosts().forEach(host -> probes.add(daemons.clusterState(host)));
        probes.add(daemons.historyState());
        probes.add(SparkStatus.master(plan));
        return probes;
    }

    @Override
    public int turns(ClusterPlan plan) {
        return plan.spark().workers().size() + OTHERS;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<List<Action>> course = course(plan, facts);
        return course.isEmpty() ? List.of() : course.get(0);
    }

    @Override
    public List<List<Action>> course(ClusterPlan plan, Facts facts) {
        Found found = new Found(plan, new SparkDaemons(plan, inputs), facts);
        List<List<Action>> turns = new ArrayList<>();
        boolean masterFirst = found.masterIsStranger() || !found.missing().isEmpty();
        if (found.masterIsOutdated() && masterFirst) {
            turns.add(found.masterRestarted(Registered.master(plan)));
        } else if (!found.missing().isEmpty() && (found.somethingIsOutdated() || found.masterAnswers())) {
            // What had its turn has not come back: the others are not to follow it.
            turns.add(found.missing().stream()
                    .map(host -> Registered.worker(plan, host))
                    .toList());
        }
        turns.add(found.workersRestarted(found.strangers(), false));
        for (List<MachineId> turn : WorkerTurns.of(plan)) {
            turns.add(found.workersRestarted(turn, true));
        }
        if (found.masterIsOutdated() && !masterFirst) {
            turns.add(found.masterRestarted(Registered.all(plan)));
        }
        turns.add(found.historyRestarted());
        return turns.stream().filter(turn -> !turn.isEmpty()).toList();
    }

    /** What runs with older inputs, and what has to be done to restart it. */
    private record Found(ClusterPlan plan, SparkDaemons daemons, Facts facts) {
        private Map<String, UnitState> states(MachineId host) {
            return facts.get(daemons.clusterState(host));
        }

        private List<DesiredUnit> outdated(MachineId host) {
            return UnitFacts.outdated(daemons.worker(host), states(host));
        }

        boolean masterIsOutdated() {
            return !UnitFacts.outdated(
                            List.of(daemons.master()), states(plan.spark().master()))
                    .isEmpty();
        }

        boolean masterIsStranger() {
            DesiredUnit master = daemons.master();
            return SparkDaemons.isStranger(
                    master, states(plan.spark().master()).getOrDefault(master.name(), UnitState.ABSENT));
        }

        /** Workers that cannot talk to a master that is started now. */
        List<MachineId> strangers() {
            return workers()
                    .filter(host -> outdated(host).stream()
                            .filter(unit -> unit.name().equals(SparkUnits.WORKER))
                            .anyMatch(unit -> SparkDaemons.isStranger(
                                    unit, states(host).getOrDefault(unit.name(), UnitState.ABSENT))))
                    .toList();
        }

        /** Workers that run as they should, and that the master does not know. */
        List<MachineId> missing() {
            MasterState master = facts.get(SparkStatus.master(plan));
            return plan.spark().workers().stream()
                    .filter(worker -> outdated(worker.machine()).isEmpty() && !master.knows(plan, worker))
                    .map(WorkerPlan::machine)
                    .toList();
        }

        boolean masterAnswers() {
            return !facts.get(SparkStatus.master(plan)).status().isEmpty();
        }

        boolean somethingIsOutdated() {
            return masterIsOutdated()
                    || workers().anyMatch(host -> !outdated(host).isEmpty());
        }

        private Stream<MachineId> workers() {
            return plan.spark().workers().stream().map(WorkerPlan::machine);
        }

        List<Action> masterRestarted(Action wait) {
            List<Action> turn = new ArrayList<>(UnitFacts.actions(
                    plan.spark().master(),
                    List.of(daemons.master()),
                    states(plan.spark().master())));
            turn.add(wait);
            return turn;
        }

        /** Those of some workers that run with older inputs; all but strangers are emptied before. */
        List<Action> workersRestarted(List<MachineId> hosts, boolean emptied) {
            List<MachineId> strangers = emptied ? strangers() : List.of();
            List<Action> turn = new ArrayList<>();
            for (MachineId host : hosts) {
                List<DesiredUnit> units = outdated(host);
                if (units.isEmpty() || strangers.contains(host)) {
                    continue;
                }
                // A worker is restarted with its mounts.
                boolean worker = units.stream().anyMatch(unit -> !unit.name().equals(SpotWatch.UNIT));
                if (worker && emptied) {
                    turn.add(Decommission.comeBack(host));
                }
                turn.addAll(UnitFacts.actions(host, units, states(host)));
                if (worker) {
                    turn.add(Registered.worker(plan, host));
                }
            }
            return turn;
        }

        List<Action> historyRestarted() {
            Map<String, UnitState> found = facts.get(daemons.historyState());
            List<Action> turn = new ArrayList<>(UnitFacts.actions(
                    plan.spark().history(), UnitFacts.outdated(List.of(daemons.history()), found), found));
            if (!turn.isEmpty()) {
                turn.add(Registered.history(plan));
            }
            return turn;
        }
    }
}
