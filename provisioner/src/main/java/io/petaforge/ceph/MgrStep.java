package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Facts;
import io.petaforge.step.Inputs;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code ceph/mgr}: the managers run. They take seconds of CPU to load their modules and serve no request of S3, so the
 * gateways go first; {@code ceph/healthy} waits for one to be active.
 */
final class MgrStep implements Step {
    private final CephKeys keys;
    private final Set<String> after;

    MgrStep(CephKeys keys, Set<String> after) {
        this.keys = keys;
        this.after = Set.copyOf(after);
    }

    @Override
    public String name() {
        return "ceph/mgr";
    }

    @Override
    public Set<String> after() {
        return after;
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return new ArrayList<>(
                plan.ceph().mgrs().stream().map(mgr -> units(plan, mgr, keys)).toList());
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        for (MachineId mgr : plan.ceph().mgrs()) {
            actions.addAll(UnitFacts.starts(mgr, List.of(unit(plan, mgr, keys)), facts.get(units(plan, mgr, keys))));
        }
        return actions;
    }

    static DesiredUnit unit(ClusterPlan plan, MachineId mgr, CephKeys keys) {
        List<String> inputs = new ArrayList<>(List.of(mgr.value(), CephConf.settings(plan)));
        inputs.addAll(keys.inputs());
        return DesiredUnit.restarted(CephPaths.mgrUnit(mgr), Inputs.hash(List.of(), inputs.toArray(String[]::new)));
    }

    static Probe<Map<String, UnitState>> units(ClusterPlan plan, MachineId mgr, CephKeys keys) {
        return UnitFacts.probeOf(mgr, "ceph/mgr/unit", List.of(unit(plan, mgr, keys)));
    }
}
