package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** With what each daemon runs, and whether that is what the plan wants. */
final class RollingFacts {
    private final ClusterPlan plan;
    private final CephKeys keys;
    private final RgwStep gateways;
    private final Facts facts;
    private final KeyFacts keyFacts;

    RollingFacts(ClusterPlan plan, CephKeys keys, RgwStep gateways, Facts facts) {
        this.plan = plan;
        this.keys = keys;
        this.keyFacts = new KeyFacts(plan, keys, facts);
        this.gateways = gateways;
        this.facts = facts;
    }

    List<Probe<?>> probes() {
        List<Probe<?>> probes = new ArrayList<>();
        plan.ceph().mons().forEach(mon -> probes.add(Mons.units(plan, mon)));
        plan.ceph().mgrs().forEach(mgr -> probes.add(MgrStep.units(plan, mgr, keys)));
        CephPaths.osdHosts(plan).forEach(host -> probes.add(OsdStep.units(plan, host, keys)));
        plan.ceph().rgws().forEach(rgw -> probes.add(gateways.units(plan, rgw)));
        CephPaths.hosts(plan).forEach(host -> probes.add(replaced(host)));
        CephPackages.hosts(plan).forEach(host -> probes.add(CephPackages.installed(plan, host)));
        probes.add(Cluster.state(plan));
        probes.addAll(keyFacts.probes());
        return probes;
    }

    /** Whether a host has other packages than the plan wants. */
    boolean hasOtherPackages(MachineId host) {
        return CephPackages.hosts(plan).contains(host)
                && CephPackages.other(plan, host, packages(host)).isPresent();
    }

    Map<String, String> packages(MachineId host) {
        return facts.get(CephPackages.installed(plan, host));
    }

    KeyFacts keys() {
        return keyFacts;
    }

    /** What was found of some units of a host; those whose program or key was or will be replaced as if with other inputs. */
    Map<String, UnitState> states(MachineId host, Probe<Map<String, UnitState>> units) {
        Map<String, UnitState> found = facts.get(units);
        if (hasOtherPackages(host)) {
            return Replaced.mark(found, found.keySet());
        }
        Set<String> other = new TreeSet<>(facts.get(replaced(host)));
        keyFacts.daemons(host, found.keySet()).stream()
                .filter(keyFacts::hasFormer)
                .forEach(daemon -> other.add(daemon.unit()));
        return Replaced.mark(found, other);
    }

    /** Numbers of the OSDs of a host that are still to be restarted. */
    List<Integer> outdatedOsds(MachineId host) {
        Set<String> outdated =
                UnitFacts.outdated(OsdStep.desired(plan, host, keys), states(host, OsdStep.units(plan, host, keys)))
                        .stream()
                        .map(DesiredUnit::name)
                        .collect(Collectors.toSet());
        return plan.storage().osdsOf(host).stream()
                .map(osd -> osd.id())
                .filter(id -> outdated.contains(CephPaths.osdUnit(id)))
                .toList();
    }

    private Probe<Set<String>> replaced(MachineId host) {
        List<DesiredUnit> units = new ArrayList<>();
        if (plan.ceph().mons().contains(host)) {
            units.add(Mons.unit(plan, host));
        }
        if (plan.ceph().mgrs().contains(host)) {
            units.add(MgrStep.unit(plan, host, keys));
        }
        units.addAll(OsdStep.desired(plan, host, keys));
        if (plan.ceph().rgws().contains(host)) {
            units.add(gateways.unit(plan, host));
        }
        return Replaced.probe(host, units);
    }
}
