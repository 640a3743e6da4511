package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code ceph/mon-join}: the other monitors join the first, until all are in quorum. */
final class MonJoinStep implements Step {
    /**
     * While monitors join, the leader gives an election this many seconds instead of the configured 2 to 5: the joining
     * one answers late, and the cluster stands still for as long.
     */
    private static final String QUICK_ELECTION = "0.3";

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final CephKeys keys;
    private final Set<String> after;

    MonJoinStep(CephKeys keys, Set<String> after) {
        this.keys = keys;
        this.after = Set.copyOf(after);
    }

    @Override
    public String name() {
        return "ceph/mon-join";
    }

    @Override
    public Set<String> after() {
        return after;
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        plan.ceph().mons().forEach(mon -> probes.addAll(Mons.probes(plan, mon)));
        probes.add(Cluster.state(plan));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<MachineId> mons = plan.ceph().mons();
        List<MachineId> founded = Mons.withStore(plan, facts);
        List<Action> actions = new ArrayList<>();
        for (MachineId mon : mons) {
            if (!founded.contains(mon)) {
                actions.add(Mons.store(plan, mon, keys.fsid(), founded, new Keyring(keys).mon()));
            }
            actions.addAll(Mons.start(plan, mon, facts));
        }
        Optional<ClusterState> state = facts.get(Cluster.state(plan));
        Set<String> quorum = new HashSet<>(state.map(ClusterState::quorum).orElse(List.of()));
        if (actions.isEmpty() && mons.stream().allMatch(mon -> quorum.contains(mon.value()))) {
            return List.of();
        }
        actions.add(waiting(plan, founded.contains(Cluster.voice(plan))));
        return actions;
    }

    /** Runs beside the starts on the other hosts. */
    private static Action waiting(ClusterPlan plan, boolean voiceFounded) {
        MachineId voice = Cluster.voice(plan);
        List<Map<String, Object>> stages = new ArrayList<>();
        if (voiceFounded) {
            stages.add(Cluster.socket(
                    voice,
                    Cluster.command("config set", "var", "mon_election_timeout", "val", List.of(QUICK_ELECTION))));
        }
        stages.add(Cluster.until(Map.of("quorum", plan.ceph().mons().size()), LIMIT));
        if (voiceFounded) {
            stages.add(Cluster.socket(voice, Cluster.command("config unset", "var", "mon_election_timeout")));
        }
        return Cluster.action(
                plan,
                "wait for a quorum of " + plan.ceph().mons().size() + " monitors",
                stages,
                LIMIT.plusSeconds(70),
                Effect.WAIT);
    }
}
