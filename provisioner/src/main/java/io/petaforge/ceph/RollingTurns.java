package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Effect;
import io.petaforge.step.Probe;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import io.petaforge.storage.OsdPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is still to be restarted, each turn's daemons together, in the order of {@link RollingStep}. */
final class RollingTurns {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ClusterPlan plan;
    private final CephPackages packages;
    private final CephKeys keys;
    private final RgwStep gateways;
    private final RollingFacts found;
    private final Optional<ClusterState> state;

    /** Hosts whose packages an earlier turn changes. */
    private final Set<MachineId> changed = new TreeSet<>();

    RollingTurns(
            ClusterPlan plan,
            CephPackages packages,
            CephKeys keys,
            RgwStep gateways,
            RollingFacts found,
            Optional<ClusterState> state) {
        this.plan = plan;
        this.packages = packages;
        this.keys = keys;
        this.gateways = gateways;
        this.found = found;
        this.state = state;
    }

    List<List<Action>> left() {
        List<List<Action>> turns = new ArrayList<>();
        plan.ceph()
                .mons()
                .forEach(mon -> turns.add(restart(mon, List.of(Mons.unit(plan, mon)), Mons.units(plan, mon))));
        String active = state.map(ClusterState::mgr).orElse("");
        plan.ceph().mgrs().stream()
                .sorted(Comparator.comparing(mgr -> mgr.value().equals(active)))
                .forEach(mgr -> {
                    turns.add(announce(Set.of(mgr), "mgr."));
                    turns.add(restart(mgr, List.of(MgrStep.unit(plan, mgr, keys)), MgrStep.units(plan, mgr, keys)));
                });
        osds(turns);
        for (MachineId rgw : plan.ceph().rgws()) {
            List<Action> turn =
                    new ArrayList<>(restart(rgw, List.of(gateways.unit(plan, rgw)), gateways.units(plan, rgw)));
            if (!turn.isEmpty()) {
                turn.add(S3.listening(plan, rgw));
            }
            turns.add(announce(Set.of(rgw), "client.rgw."));
            turns.add(turn);
        }
        turns.add(requireRelease());
        return turns.stream().filter(turn -> !turn.isEmpty()).toList();
    }

    private void osds(List<List<Action>> turns) {
        List<String> waiting = new ArrayList<>();
        CephPaths.osdHosts(plan).forEach(host -> found.outdatedOsds(host).forEach(id -> waiting.add("osd." + id)));
        List<String> kept = plan.storage().osds().stream()
                .filter(osd -> state.flatMap(all -> all.osd(osd.id()))
                        .filter(ClusterState.Osd::noout)
                        .isPresent())
                .map(osd -> "osd." + osd.id())
                .toList();
        List<String> called =
                waiting.stream().filter(osd -> !kept.contains(osd)).toList();
        if (!called.isEmpty()) {
            turns.add(List.of(flag("keep the data of " + counted(called) + " in place", NoOut.set(called))));
        }
        for (Set<MachineId> domain : domains()) {
            List<Action> turn = new ArrayList<>();
            domain.forEach(host ->
                    turn.addAll(restart(host, OsdStep.desired(plan, host, keys), OsdStep.units(plan, host, keys))));
            turns.add(announce(domain, "osd."));
            turns.add(turn);
        }
        List<String> back = new ArrayList<>(kept);
        back.addAll(called);
        if (!back.isEmpty()) {
            turns.add(List.of(flag("let " + counted(back) + " be called out again", NoOut.unset(back))));
        }
    }

    private Action flag(String title, Map<String, Object> stage) {
        return Cluster.action(plan, title, List.of(stage), LIMIT, Effect.CHANGE);
    }

    private static String counted(List<String> osds) {
        return osds.size() == 1 ? osds.get(0) : osds.size() + " OSDs";
    }

    /** The new keys of a kind of daemons on hosts that are about to restart. */
    private List<Action> announce(Set<MachineId> hosts, String kind) {
        List<String> entities = hosts.stream()
                .flatMap(host -> found.keys().daemons().getOrDefault(host, List.of()).stream())
                .map(KeyedDaemon::entity)
                .filter(entity -> entity.startsWith(kind) && found.keys().isKnownByFormer(entity))
                .toList();
        return entities.isEmpty() ? List.of() : List.of(found.keys().announce(entities));
    }

    /** Packages first, where they are not the plan's and no turn before this one changes them. */
    private List<Action> restart(MachineId host, List<DesiredUnit> units, Probe<Map<String, UnitState>> probe) {
        Map<String, UnitState> states = found.states(host, probe);
        List<Action> actions = new ArrayList<>();
        if (found.hasOtherPackages(host) && changed.add(host)) {
            actions.add(packages.install(plan, host, found.packages(host)));
        }
        actions.addAll(found.keys().give(host, found.keys().daemons(host, states.keySet())));
        actions.addAll(UnitFacts.actions(host, UnitFacts.outdated(units, states), states));
        return actions;
    }

    /** Hosts with OSDs by what the data survives the loss of: racks, or each host by itself. */
    private List<Set<MachineId>> domains() {
        boolean racks = plan.storage().rules().stream()
                .allMatch(rule -> rule.failureDomain().equals("rack"));
        Map<String, Set<MachineId>> domains = new LinkedHashMap<>();
        for (OsdPlan osd : plan.storage().osds()) {
            domains.computeIfAbsent(racks ? osd.rack() : osd.host().value(), name -> new TreeSet<>())
                    .add(osd.host());
        }
        return List.copyOf(domains.values());
    }

    /** The names of Ceph's releases are in the order of the alphabet. */
    private List<Action> requireRelease() {
        return state.filter(all -> all.runs().size() == 1)
                .filter(all -> all.runs().get(0).compareTo(all.requires()) > 0)
                .map(all -> Cluster.action(
                        plan,
                        "let no OSD before " + all.runs().get(0) + " join any more",
                        List.of(Cluster.run(List.of(Cluster.command(
                                "osd require-osd-release", "release", all.runs().get(0))))),
                        LIMIT,
                        Effect.CHANGE))
                .map(List::of)
                .orElse(List.of());
    }
}
