package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import io.petaforge.storage.OsdPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code ceph/stop}: the daemons of hosts that are about to go have ended by themselves. An OSD that ends tells the monitors,
 * and a gateway's address is withdrawn, so that clients go elsewhere at once; of a host that is simply gone both are found
 * out after many seconds.
 */
final class StopStep implements Step {
    /** Systemd kills what has not ended after 90 s. */
    private static final Duration LIMIT = Duration.ofSeconds(200);

    /** Of placement groups that do not become active within this the host's monitor is not the cause. */
    private static final Duration TAKEOVER = Duration.ofSeconds(30);

    private final CephAbsence absence;

    StopStep(CephAbsence absence) {
        this.absence = absence;
    }

    @Override
    public String name() {
        return "ceph/stop";
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return new ArrayList<>(absence.awayAmong(CephPaths.hosts(plan)).stream()
                .map(host -> units(plan, host))
                .toList());
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        for (MachineId host : absence.awayAmong(CephPaths.hosts(plan))) {
            Map<String, UnitState> found = facts.get(units(plan, host));
            // The gateway first: what it has begun still needs OSDs. Monitors last: an OSD that ends waits until they
            // know, and one whose monitor ends at the same time is missed only after its heartbeats are.
            stop(actions, host, found, gateway(plan, host));
            if (stop(actions, host, found, osds(plan, host))
                    && plan.ceph().mons().contains(host)
                    && othersServe(plan)) {
                // The primaries that take over need the monitors' word for it: an election in that moment makes clients
                // wait for both.
                actions.add(Cluster.action(
                        plan,
                        host,
                        "wait until other OSDs serve",
                        List.of(Cluster.serving(plan, TAKEOVER)),
                        LIMIT,
                        Effect.WAIT));
            }
            stop(actions, host, found, maps(plan, host));
        }
        return actions;
    }

    private boolean othersServe(ClusterPlan plan) {
        return !absence.hosts().containsAll(CephPaths.osdHosts(plan));
    }

    /** Whether there was anything to stop. */
    private static boolean stop(
            List<Action> actions, MachineId host, Map<String, UnitState> found, List<String> units) {
        List<String> running = units.stream()
                .filter(unit -> found.getOrDefault(unit, UnitState.ABSENT).isActive())
                .toList();
        if (!running.isEmpty()) {
            List<String> argv = new ArrayList<>(List.of("systemctl", "stop", "--"));
            argv.addAll(running);
            actions.add(new Action(
                    host,
                    "stop " + String.join(", ", running),
                    new Operation.Exec(Command.of(argv), LIMIT),
                    Effect.DRAIN,
                    "the host is about to go"));
        }
        return !running.isEmpty();
    }

    private static List<String> gateway(ClusterPlan plan, MachineId host) {
        return plan.ceph().rgws().contains(host) ? List.of(CephPaths.rgwUnit(host)) : List.of();
    }

    private static List<String> osds(ClusterPlan plan, MachineId host) {
        return plan.storage().osdsOf(host).stream()
                .map(OsdPlan::id)
                .map(CephPaths::osdUnit)
                .toList();
    }

    private static List<String> maps(ClusterPlan plan, MachineId host) {
        List<String> units = new ArrayList<>();
        if (plan.ceph().mgrs().contains(host)) {
            units.add(CephPaths.mgrUnit(host));
        }
        if (plan.ceph().mons().contains(host)) {
            units.add(CephPaths.monUnit(host));
        }
        return units;
    }

    private static Probe<Map<String, UnitState>> units(ClusterPlan plan, MachineId host) {
        List<String> units = new ArrayList<>(gateway(plan, host));
        units.addAll(osds(plan, host));
        units.addAll(maps(plan, host));
        return UnitFacts.probe(host, "ceph/stop/units", units);
    }
}
