package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.step.UnitState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code ceph/keys}, there only while Ceph's keys are rotated: the monitors get the administrator's new key, and those of
 * daemons that do not run, or that have theirs already; daemons whose key the monitors have had before a run was killed get
 * theirs. A daemon that runs with its former key keeps it until its turn in {@link RollingStep}.
 *
 * <p>All at once would be one command, but a daemon whose key was replaced in the monitors' database lives on what it was
 * given before: as soon as its ticket for further tickets is to be renewed, which is after three quarters of {@code
 * auth_mon_ticket_ttl} and so at once for some, it gets none any more, and can make no new connection to its peers once
 * those that it has have ended, within {@code auth_service_ticket_ttl}. That is an hour, and the turns of a large cluster
 * take longer. So each key is replaced seconds before its daemon restarts.
 *
 * <p>The monitors are spoken to with their own key, which stays. {@code ceph/config} has written the administrator's new key
 * to the hosts by now: in which order the two come makes no difference to a run that is killed between them, since what it
 * leaves, an administrator who is refused, is no obstacle to this step in the next.
 */
final class KeysStep implements Step {
    /** This step's name. */
    static final String NAME = "ceph/keys";

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final CephKeys keys;
    private final RgwStep gateways;

    KeysStep(CephKeys keys, RgwStep gateways) {
        this.keys = keys;
        this.gateways = gateways;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of("ceph/config", "ceph/mon-first", "ceph/osd-format");
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>(new KeyFacts(plan, keys, Facts.none()).probes());
        probes.addAll(units(plan));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        KeyFacts found = new KeyFacts(plan, keys, facts);
        if (!found.areKnown()) {
            return List.of(Cluster.asMonitor(
                    plan,
                    keys,
                    "wait for a quorum of the monitors",
                    List.of(Cluster.local(Cluster.voice(plan))),
                    LIMIT));
        }
        Map<String, UnitState> running = new HashMap<>();
        units(plan).forEach(probe -> running.putAll(facts.get(probe)));
        List<Action> actions = new ArrayList<>();
        List<String> entities = new ArrayList<>(
                Keyring.people().stream().filter(found::isKnownByFormer).toList());
        for (Map.Entry<MachineId, List<KeyedDaemon>> host : found.daemons().entrySet()) {
            List<KeyedDaemon> ready = host.getValue().stream()
                    .filter(daemon -> !found.hasFormer(daemon)
                            || !found.isKnownByFormer(daemon.entity())
                            || !running.getOrDefault(daemon.unit(), UnitState.ABSENT)
                                    .isActive())
                    .toList();
            actions.addAll(found.give(host.getKey(), ready));
            ready.stream()
                    .map(KeyedDaemon::entity)
                    .filter(found::isKnownByFormer)
                    .forEach(entities::add);
        }
        if (!entities.isEmpty()) {
            actions.add(found.announce(entities));
        }
        return actions;
    }

    private List<Probe<Map<String, UnitState>>> units(ClusterPlan plan) {
        List<Probe<Map<String, UnitState>>> probes = new ArrayList<>();
        plan.ceph().mgrs().forEach(mgr -> probes.add(MgrStep.units(plan, mgr, keys)));
        CephPaths.osdHosts(plan).forEach(host -> probes.add(OsdStep.units(plan, host, keys)));
        plan.ceph().rgws().forEach(rgw -> probes.add(gateways.units(plan, rgw)));
        return probes;
    }
}
