package io.petaforge.cli;

import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PowerControl;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.Difference;
import io.petaforge.plan.PlanDiff;
import io.petaforge.plan.PlanInForce;
import io.petaforge.plan.PlanJson;
import io.petaforge.remote.Fleet;
import io.petaforge.report.DiffReport;
import io.petaforge.step.EngineListener;
import io.petaforge.step.Forecast;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a build would do to a cluster that exists, with everything that was looked at to say so. */
record Foresight(PlannedCluster planned, Optional<PlanInForce> inForce, Forecast forecast, DiffReport diff) {
    /** Asks every machine that is there, once; one that does not answer is named, and is no failure. */
    static Foresight of(
            PlannedCluster planned,
            Optional<PlanInForce> inForce,
            Substrate substrate,
            Wiring wiring,
            Map<MachineId, SshAccess> access) {
        ClusterPlan plan = planned.plan();
        Map<MachineId, Problem> off = off(planned.spec().name(), substrate, access.keySet());
        Map<MachineId, SshAccess> asked = new TreeMap<>(access);
        asked.keySet().removeAll(off.keySet());
        Forecast forecast;
        try (Fleet fleet = Wiring.fleetThatIsUp(asked)) {
            forecast = Wiring.engine(fleet, EngineListener.SILENT)
                    .forecast(plan, wiring.steps(), off, machine -> standIns(plan, machine));
        }
        List<Difference> differences =
                inForce.map(before -> PlanDiff.between(before.plan(), plan)).orElse(List.of());
        return new Foresight(
                planned,
                inForce,
                forecast,
                DiffReport.of(
                        plan.cluster(),
                        planned.id(),
                        inForce.map(before -> PlanJson.id(before.plan())).orElse(""),
                        differences,
                        forecast,
                        leaving(planned, access.keySet())));
    }

    /** Whether a build would do nothing. */
    boolean isNothing() {
        return forecast.isNothing() && diff.summary().isNothing();
    }

    private static Set<MachineId> leaving(PlannedCluster planned, Set<MachineId> existing) {
        Set<MachineId> leaving = new TreeSet<>(existing);
        leaving.removeAll(
                planned.request().machines().stream().map(MachineRequest::id).collect(Collectors.toSet()));
        return leaving;
    }

    private static Map<MachineId, Problem> off(String cluster, Substrate substrate, Set<MachineId> machines) {
        Map<MachineId, Problem> off = new TreeMap<>();
        substrate
                .capability(PowerControl.class)
                .map(control -> control.power(cluster))
                .orElse(Map.of())
                .forEach((machine, state) -> {
                    if (machines.contains(machine) && state == PowerState.OFF) {
                        off.put(machine, Problem.of("PF-DAY-020", "it is switched off", "build switches it on"));
                    } else if (machines.contains(machine) && state == PowerState.ABSENT) {
                        off.put(machine, Problem.of("PF-DAY-020", "it is gone", "build makes it again"));
                    }
                });
        return off;
    }

    /** What the monitors know, each of them tells. */
    private static List<MachineId> standIns(ClusterPlan plan, MachineId machine) {
        return plan.ceph().mons().contains(machine) ? plan.ceph().mons() : List.of();
    }
}
