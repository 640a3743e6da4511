package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
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
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
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
                .sorted(java.util.Comparator.comparing(Remnant::unit))
                .toList();
    }

    private static Probe<Map<String, Found>> probe(ClusterPlan plan, MachineId host) {
        return Remnants.probe(host, "spark/depart/remnants", remnants(plan, host));
    }
}
