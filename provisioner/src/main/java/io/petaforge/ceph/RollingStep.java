package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import io.petaforge.storage.OsdPlan;
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
 * the gateways one by one. The next turn begins when the cluster is whole again, in the sense of {@link Wholeness}; where that
 * does not come about, the step fails and what has not had its turn runs on as it is.
 */
final class RollingStep implements Step {
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
        List<List<Action>> left = left(plan, facts, state);
        boolean whole = state.filter(found -> Wholeness.of(plan, found)).isPresent();
        if (!whole && (state.isPresent() || !left.isEmpty())) {
            // Where nobody waits for a turn and the cluster does not answer, it is not there yet.
            return List.of(Wholeness.await(plan, "wait until everything is clean again", Wholeness.LIMIT));
        }
        return left.isEmpty() ? List.of() : left.get(0);
    }

    @Override
    public List<List<Action>> course(ClusterPlan plan, Facts facts) {
        List<List<Action>> left = left(plan, facts, facts.get(Cluster.state(plan)));
        List<Action> next = actions(plan, facts);
        List<List<Action>> course = new ArrayList<>();
        if (!next.isEmpty() && (left.isEmpty() || !next.equals(left.get(0)))) {
            course.add(next);
        }
        course.addAll(left);
        return course;
    }

    /** Who is still to be restarted, each turn's daemons together. */
    private List<List<Action>> left(ClusterPlan plan, Facts facts, Optional<ClusterState> state) {
        String active = state.map(ClusterState::mgr).orElse("");
        List<List<Action>> turns = new ArrayList<>();
        plan.ceph()
                .mons()
                .forEach(mon ->
                        turns.add(restart(mon, List.of(Mons.unit(plan, mon)), facts.get(Mons.units(plan, mon)))));
        plan.ceph().mgrs().stream()
                .sorted(Comparator.comparing(mgr -> mgr.value().equals(active)))
                .forEach(mgr -> turns.add(
                        restart(mgr, List.of(MgrStep.unit(plan, mgr)), facts.get(MgrStep.units(plan, mgr)))));
        for (Set<MachineId> domain : domains(plan)) {
            List<Action> turn = new ArrayList<>();
            domain.forEach(host ->
                    turn.addAll(restart(host, OsdStep.desired(plan, host), facts.get(OsdStep.units(plan, host)))));
            turns.add(turn);
        }
        for (MachineId rgw : plan.ceph().rgws()) {
            List<Action> turn = new ArrayList<>(
                    restart(rgw, List.of(gateways.unit(plan, rgw)), facts.get(gateways.units(plan, rgw))));
            if (!turn.isEmpty()) {
                turn.add(S3.listening(plan, rgw));
            }
            turns.add(turn);
        }
        return turns.stream().filter(turn -> !turn.isEmpty()).toList();
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
}
