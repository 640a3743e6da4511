package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.PoolPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code ceph/rolling}: daemons that run with older settings or packages are restarted, in an order that clients hardly
 * notice: monitors one by one, managers with the active one last, then the OSDs of one failure domain after the other, and
 * the gateways one by one. The next turn begins when all monitors are in quorum, all OSDs up and every placement group clean; where that does not come
 * about, the step fails and what has not had its turn runs on as it is.
 */
final class RollingStep implements Step {
    private static final Duration LIMIT = Duration.ofSeconds(300);

    private final RgwStep gateways;

    RollingStep(RgwStep gateways) {
        this.gateways = gateways;
    }

    @Override
    public String name() {
        return "ceph/rolling";
    }

    @Override
    public Set<String> after() {
        return Set.of(CephSteps.HEALTHY);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        plan.ceph().mons().forEach(mon -> probes.add(Mons.units(plan, mon)));
        plan.ceph().mgrs().forEach(mgr -> probes.add(MgrStep.units(plan, mgr)));
        CephPaths.osdHosts(plan).forEach(host -> probes.add(OsdStep.units(plan, host)));
        plan.ceph().rgws().forEach(rgw -> probes.add(gateways.units(plan, rgw)));
        probes.add(Cluster.state(plan));
        return probes;
    }

    /** A restart and a wait for each. */
    @Override
    public int turns(ClusterPlan plan) {
        return 2
                * (plan.ceph().mons().size()
                        + plan.ceph().mgrs().size()
                        + CephPaths.osdHosts(plan).size()
                        + plan.ceph().rgws().size());
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        Optional<ClusterState> state = facts.get(Cluster.state(plan));
        List<Action> turn = turn(plan, facts, state.map(ClusterState::mgr).orElse(""));
        boolean settled = state.filter(found -> settled(plan, found)).isPresent();
        // Where nobody waits for a turn and the cluster does not answer, it is not there yet.
        return settled || (turn.isEmpty() && state.isEmpty()) ? turn : List.of(waiting(plan));
    }

    /** The daemons that are restarted next, together; empty when all run as they should. */
    private List<Action> turn(ClusterPlan plan, Facts facts, String activeMgr) {
        for (MachineId mon : plan.ceph().mons()) {
            List<Action> actions = restart(mon, List.of(Mons.unit(plan, mon)), facts.get(Mons.units(plan, mon)));
            if (!actions.isEmpty()) {
                return actions;
            }
        }
        List<MachineId> mgrs = new ArrayList<>(plan.ceph().mgrs());
        mgrs.sort(Comparator.comparing(mgr -> mgr.value().equals(activeMgr)));
        for (MachineId mgr : mgrs) {
            List<Action> actions = restart(mgr, List.of(MgrStep.unit(plan, mgr)), facts.get(MgrStep.units(plan, mgr)));
            if (!actions.isEmpty()) {
                return actions;
            }
        }
        for (Set<MachineId> domain : domains(plan)) {
            List<Action> actions = new ArrayList<>();
            domain.forEach(host ->
                    actions.addAll(restart(host, OsdStep.desired(plan, host), facts.get(OsdStep.units(plan, host)))));
            if (!actions.isEmpty()) {
                return actions;
            }
        }
        for (MachineId rgw : plan.ceph().rgws()) {
            List<Action> actions = new ArrayList<>(
                    restart(rgw, List.of(gateways.unit(plan, rgw)), facts.get(gateways.units(plan, rgw))));
            if (!actions.isEmpty()) {
                actions.add(S3.listening(plan, rgw));
                return actions;
            }
        }
        return List.of();
    }

    private static List<Action> restart(MachineId host, List<DesiredUnit> units, Map<String, UnitState> found) {
        return UnitFacts.actions(host, UnitFacts.outdated(units, found), found);
    }

    /** Hosts with OSDs by what the data survives the loss of: racks, or each host by itself. */
    private static List<Set<MachineId>> domains(ClusterPlan plan) {
        boolean racks = plan.storage().rules().stream()
                .allMatch(rule -> rule.failureDomain().equals("rack"));
        Map<String, Set<MachineId>> domains = new LinkedHashMap<>();
        for (OsdPlan osd : plan.storage().osds()) {
            domains.computeIfAbsent(racks ? osd.rack() : osd.host().value(), name -> new TreeSet<>())
                    .add(osd.host());
        }
        return List.copyOf(domains.values());
    }

    private static boolean settled(ClusterPlan plan, ClusterState state) {
        return state.quorum().size() >= plan.ceph().mons().size()
                && state.upAndIn() >= plan.storage().osds().size()
                && !state.mgr().isEmpty()
                && state.pgs().clean() == state.pgs().total();
    }

    private static Action waiting(ClusterPlan plan) {
        Map<String, Object> goal = Map.of(
                "quorum", plan.ceph().mons().size(),
                "up", plan.storage().osds().size(),
                "mgr", true,
                "pgs",
                        plan.storage().pools().stream()
                                .mapToInt(PoolPlan::placementGroups)
                                .sum());
        return Cluster.action(
                plan,
                "wait until everything is clean again",
                List.of(Cluster.until(goal, LIMIT)),
                LIMIT.plusSeconds(70),
                Effect.WAIT);
    }
}
