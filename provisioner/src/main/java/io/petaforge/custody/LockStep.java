package io.petaforge.custody;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code petaforge/lock}: that no other run holds the cluster. Looked at with the first facts, so that a run that has nothing
 * to change needs no trip of its own for it; a run that has takes {@link ClusterLock}.
 */
public final class LockStep implements Step {
    private final LockHolder self;

    /** @param self whose lock is no obstacle */
    public LockStep(LockHolder self) {
        this.self = self;
    }

    @Override
    public String name() {
        return "petaforge/lock";
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        plan.ceph().mons().forEach(mon -> probes.add(holder(mon)));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<MachineId> mons = plan.ceph().mons();
        Map<String, Integer> votes = new TreeMap<>();
        for (MachineId mon : mons) {
            Optional<LockHolder> holder = facts.get(holder(mon));
            holder.filter(other -> !other.token().equals(self.token()) && !other.isDead(self))
                    .ifPresent(other -> {
                        if (votes.merge(other.token(), 1, Integer::sum) > mons.size() / 2) {
                            throw new PetaforgeException(ExitCode.LOCKED, ClusterLock.locked(other));
                        }
                    });
        }
        return List.of();
    }

    private static Probe<Optional<LockHolder>> holder(MachineId mon) {
        return Probe.ofHost(mon, "petaforge/lock", LockFile.show(), output -> LockHolder.parse(output.stdout()));
    }
}
