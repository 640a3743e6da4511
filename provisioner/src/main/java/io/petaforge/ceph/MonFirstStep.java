package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code ceph/mon-first}: founds the cluster with one monitor, which is in quorum with itself at once; the others join
 * when the OSDs are up. Three that are founded together spend seconds on elections.
 *
 * <p>Founds only where no monitor of the plan has a store: a first monitor whose host was replaced joins the others like
 * any other, for founded anew it would be a second cluster of the same name.
 */
final class MonFirstStep implements Step {
    private final CephKeys keys;

    MonFirstStep(CephKeys keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "ceph/mon-first";
    }

    @Override
    public Set<String> after() {
        return Set.of("ceph/config");
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        plan.ceph().mons().forEach(mon -> probes.addAll(Mons.probes(plan, mon)));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<MachineId> founded = Mons.withStore(plan, facts);
        MachineId first = plan.ceph().mons().get(0);
        if (founded.isEmpty()) {
            List<Action> actions = new ArrayList<>();
            actions.add(Mons.store(plan, first, keys.fsid(), List.of(first), new Keyring(keys).everything(plan)));
            actions.addAll(Mons.start(plan, first, facts));
            return actions;
        }
        // What was founded must run before anything else can be asked of the cluster.
        List<Action> actions = new ArrayList<>();
        founded.forEach(mon -> actions.addAll(Mons.start(plan, mon, facts)));
        return actions;
    }
}
