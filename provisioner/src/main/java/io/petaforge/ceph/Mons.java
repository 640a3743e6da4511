package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Inputs;
import io.petaforge.step.Probe;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What founding and joining monitors have in common. */
final class Mons {
    private static final Duration STORE_LIMIT = Duration.ofSeconds(60);

    private Mons() {}

    static List<Probe<?>> probes(ClusterPlan plan, MachineId mon) {
        return List.of(hasStore(mon), units(plan, mon));
    }

    /** A store is moved to its place when it is whole, so its being there is enough. */
    static Probe<Boolean> hasStore(MachineId mon) {
        return Probe.ofHost(
                mon,
                "ceph/mon/store",
                Command.of("test", "-e", CephPaths.monData(mon) + "/kv_backend"),
                (Output output) -> output.ok());
    }

    static Probe<Map<String, UnitState>> units(ClusterPlan plan, MachineId mon) {
        return UnitFacts.probeOf(mon, "ceph/mon/unit", List.of(unit(plan, mon)));
    }

    /** The monitors that have a store, in the order of their ranks. */
    static List<MachineId> withStore(ClusterPlan plan, Facts facts) {
        return plan.ceph().mons().stream()
                .filter(mon -> facts.get(hasStore(mon)))
                .toList();
    }

    /** Makes a monitor's store. */
    static Action store(ClusterPlan plan, MachineId mon, String fsid, List<MachineId> known, Secret keyring) {
        List<String> parameters = new ArrayList<>(List.of(mon.value(), fsid));
        known.forEach(other -> parameters.addAll(List.of(other.value(), plan.address(other))));
        return new Action(
                mon,
                "make the store of mon." + mon,
                new Operation.Exec(Scripts.MON.with(parameters).withStdin(keyring), STORE_LIMIT),
                Effect.CREATE);
    }

    /** Enables and starts a monitor that is not. */
    static List<Action> start(ClusterPlan plan, MachineId mon, Facts facts) {
        return UnitFacts.starts(mon, List.of(unit(plan, mon)), facts.get(units(plan, mon)));
    }

    static DesiredUnit unit(ClusterPlan plan, MachineId mon) {
        return DesiredUnit.restarted(
                CephPaths.monUnit(mon), Inputs.hash(List.of(), mon.value(), CephConf.settings(plan)));
    }
}
