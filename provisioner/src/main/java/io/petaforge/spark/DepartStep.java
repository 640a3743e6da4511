package io.petaforge.spark;

import static java.util.Comparator.comparing;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.Departures.Contact;
import io.petaforge.plan.Departures.Daemon;
import io.petaforge.plan.Departures.Kind;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Remnants;
import io.petaforge.step.Remnants.Found;
import io.petaforge.step.Remnants.Remnant;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code spark/depart}: workers that leave are decommissioned, so that running tasks end and what was cached moves; then they,
 * and a master or history server that another host has taken over from, stop for good.
 */
final class DepartStep implements Step {
    static final String NAME = "spark/depart";

    private static final String WHY = "not in the plan any more";

    private static final Map<Kind, String> UNITS = Map.of(
            Kind.SPARK_WORKER, SparkUnits.WORKER,
            Kind.SPARK_HISTORY, SparkUnits.HISTORY,
            Kind.SPARK_MASTER, SparkUnits.MASTER);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of(RollingStep.NAME);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        for (MachineId host : plan.leaving().reached()) {
            if (!remnants(plan, host).isEmpty()) {
                probes.add(probe(plan, host));
            }
        }
        if (!beyondReach(plan).isEmpty()) {
            probes.add(SparkStatus.master(plan));
        }
        return probes;
    }

    /** Workers that nobody can tell to stop, and of which nobody said that they are lost. */
    private static List<Daemon> beyondReach(ClusterPlan plan) {
        return plan.leaving().daemons().stream()
                .filter(daemon -> daemon.kind() == Kind.SPARK_WORKER)
                .filter(daemon -> plan.leaving().contact(daemon.host()) == Contact.GONE)
                .toList();
    }

    /** A worker that is forgotten while it runs would go on taking executors. */
    private static void mustNotRun(ClusterPlan plan, Facts facts) {
        List<Daemon> unreached = beyondReach(plan);
        if (unreached.isEmpty()) {
            return;
        }
        Set<String> alive = facts.get(SparkStatus.master(plan)).workers().stream()
                .filter(worker -> worker.state().equals("ALIVE"))
                .map(MasterState.Worker::address)
                .collect(Collectors.toSet());
        List<Problem> problems = unreached.stream()
                .filter(worker -> alive.contains(worker.address()))
                .map(worker -> Problem.of(
                        "PF-DAY-038",
                        worker.host()
                                + " is not in the inventory any more, there is no way to it, and its Spark worker still runs",
                        "Leave it listed in the substrate's section until its worker has been decommissioned. If it will not"
                                + " come back, run build --lost " + worker.host()))
                .toList();
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        mustNotRun(plan, facts);
        List<Action> actions = new ArrayList<>();
        for (MachineId host : plan.leaving().reached()) {
            List<Remnant> remnants = remnants(plan, host);
            if (remnants.isEmpty()) {
                continue;
            }
            Map<String, Found> found = facts.get(probe(plan, host));
            List<Remnant> left = new ArrayList<>();
            for (Remnant remnant : remnants) {
                if (found.getOrDefault(remnant.unit(), new Found(false, false, false))
                        .gone()) {
                    continue;
                }
                if (remnant.unit().equals(SparkUnits.WORKER)) {
                    actions.add(Decommission.leave(host, WHY));
                } else {
                    left.add(remnant);
                }
            }
            if (!left.isEmpty()) {
                actions.add(Remnants.forget(host, left, WHY));
            }
        }
        return actions;
    }

    private static List<Remnant> remnants(ClusterPlan plan, MachineId host) {
        return UNITS.entrySet().stream()
                .filter(kind -> plan.leaving().of(kind.getKey()).contains(host))
                .map(kind -> new Remnant(kind.getValue(), ""))
                .sorted(comparing(Remnant::unit))
                .toList();
    }

    private static Probe<Map<String, Found>> probe(ClusterPlan plan, MachineId host) {
        return Remnants.probe(host, "spark/depart/remnants", remnants(plan, host));
    }
}
