package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.CephPlan;
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
 * {@code ceph/rgw}: the S3 gateways run. Those that run with an older configuration or certificate go on until it is their
 * turn in {@link RollingStep}.
 */
final class RgwStep implements Step {
    private final CephKeys keys;
    private final ClusterCa ca;

    RgwStep(CephKeys keys, ClusterCa ca) {
        this.keys = keys;
        this.ca = ca;
    }

    /** The names under which clients may reach one gateway; with a wildcard for buckets as host names. */
    static List<String> names(ClusterPlan plan, MachineId host) {
        CephPlan.S3Plan s3 = plan.ceph().s3();
        List<String> names = new ArrayList<>(List.of(s3.name(), "*." + s3.name(), host.value()));
        names.addAll(s3.addresses());
        if (!names.contains(plan.address(host))) {
            names.add(plan.address(host));
        }
        return List.copyOf(names);
    }

    @Override
    public String name() {
        return CephSteps.RGW;
    }

    @Override
    public Set<String> after() {
        return Set.of(PoolsStep.NAME);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return new ArrayList<>(
                plan.ceph().rgws().stream().map(host -> units(plan, host)).toList());
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        for (MachineId host : plan.ceph().rgws()) {
            actions.addAll(UnitFacts.starts(host, List.of(unit(plan, host)), facts.get(units(plan, host))));
        }
        return actions;
    }

    DesiredUnit unit(ClusterPlan plan, MachineId host) {
        return DesiredUnit.restarted(
                CephPaths.rgwUnit(host),
                Inputs.hash(ConfigStep.gateway(plan, host, keys, ca), CephConf.settings(plan)));
    }

    Probe<Map<String, UnitState>> units(ClusterPlan plan, MachineId host) {
        return UnitFacts.probeOf(host, "ceph/rgw/unit", List.of(unit(plan, host)));
    }
}
