package io.petaforge.ceph;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.Departures.Contact;
import io.petaforge.plan.Departures.Kind;
import io.petaforge.storage.CrushRulePlan;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.PoolPlan;
import io.petaforge.storage.capacity.CapacityParameters;
import io.petaforge.storage.capacity.Placeable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What of the departures the monitors still know, and what stands in their way. Pure. */
final class Departing {
    private final ClusterPlan plan;
    private final ClusterState state;

    Departing(ClusterPlan plan, ClusterState state) {
        this.plan = plan;
        this.state = state;
    }

    /** An OSD that leaves and is still in the map: that number with that UUID, never another's. */
    record Known(OsdPlan osd, ClusterState.Osd found) {}

    List<Known> osds() {
        List<Known> known = new ArrayList<>();
        for (OsdPlan osd : plan.leaving().osds()) {
            state.osd(osd.id())
                    .filter(found -> found.uuid().equals(osd.uuid()))
                    .ifPresent(found -> known.add(new Known(osd, found)));
        }
        return known;
    }

    /** Monitors that leave and are still in the monitors' map. */
    List<MachineId> mons() {
        return plan.leaving().of(Kind.MON).stream()
                .filter(mon -> state.mons().contains(mon.value()))
                .toList();
    }

    /** CRUSH hosts and racks of what leaves that have nothing in them any more. */
    List<ClusterState.Bucket> empty() {
        return state.empty().stream()
                .filter(bucket -> plan.leaving().osds().stream()
                        .anyMatch(osd -> bucket.type().equals("host")
                                ? bucket.name().equals(osd.host().value())
                                : bucket.name().equals(osd.rack())))
                .filter(bucket -> plan.storage().osds().stream()
                        .noneMatch(osd -> osd.host().value().equals(bucket.name())
                                || osd.rack().equals(bucket.name())))
                .toList();
    }

    /**
     * Takes the weight of OSDs that leave, all of them in one map: their data moves once. What {@code osd out} leaves behind,
     * the weight of the host, would move data a second time when the OSD is removed.
     */
    static List<Map<String, Object>> weightless(
            ClusterPlan plan, ClusterState state, Predicate<ClusterState.Osd> which) {
        return new Departing(plan, state)
                .osds().stream()
                        .filter(known -> known.found().weight() > 0 && which.test(known.found()))
                        .map(known -> Cluster.command(
                                "osd crush reweight",
                                "name",
                                "osd." + known.osd().id(),
                                "weight",
                                0.0))
                        .toList();
    }

    /** Why nothing may be taken away. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        Map<MachineId, List<String>> held = new TreeMap<>();
        Map<MachineId, List<String>> alive = new TreeMap<>();
        for (Known known : osds()) {
            MachineId host = known.osd().host();
            String name = "osd." + known.osd().id();
            held.computeIfAbsent(host, none -> new ArrayList<>()).add(name);
            if (known.found().up()) {
                alive.computeIfAbsent(host, none -> new ArrayList<>()).add(name);
            }
        }
        mons().forEach(mon ->
                held.computeIfAbsent(mon, none -> new ArrayList<>()).add("mon." + mon));
        held.forEach((host, names) -> {
            Contact contact = plan.leaving().contact(host);
            if (contact == Contact.GONE) {
                problems.add(Problem.of(
                        "PF-DAY-031",
                        host
                                + " is not in the inventory any more, there is no way to it, and the cluster still has its "
                                + String.join(", ", names),
                        "If it runs, leave it listed in the substrate's section until it has been drained. If it will not come"
                                + " back, run build --lost " + host));
            } else if (contact == Contact.LOST && alive.containsKey(host)) {
                problems.add(Problem.of(
                        "PF-DAY-032",
                        host + " is said to be lost, but runs: "
                                + String.join(", ", alive.getOrDefault(host, List.of())) + " of the cluster answer",
                        "If it died just now, the monitors notice within half a minute: run this again then. Otherwise run build"
                                + " without --lost: it is drained first, and nothing is at risk meanwhile."));
            }
        });
        if (problems.isEmpty()
                && osds().stream().anyMatch(known -> known.found().weight() > 0)) {
            full().ifPresent(problems::add);
        }
        return problems;
    }

    /** Whether what is stored would still fit, below the fill at which Ceph begins to warn. */
    private Optional<Problem> full() {
        CapacityParameters ceph = CapacityParameters.CEPH;
        double most = ceph.nearfull() / ceph.spread();
        double room = room();
        if (state.used() <= room * most) {
            return Optional.empty();
        }
        List<String> names = osds().stream()
                .map(Known::osd)
                .sorted(Comparator.comparingInt(OsdPlan::id))
                .map(osd -> "osd." + osd.id())
                .toList();
        return Optional.of(Problem.of(
                "PF-DAY-034",
                String.format(
                        Locale.ROOT,
                        "without %s the cluster's %s, all copies counted, would take %.0f %% of the %s that can be filled then;"
                                + " from %.0f %% on, drives are too full",
                        String.join(", ", names),
                        new ByteSize(state.used()).decimal(),
                        100 * state.used() / room,
                        new ByteSize((long) room).decimal(),
                        100 * most),
                "Add drives or hosts, or delete data, before these leave."));
    }

    /** Raw bytes that can be filled of what stays, by the rule of the largest pool. */
    private double room() {
        PoolPlan data = plan.storage().pools().stream()
                .filter(PoolPlan::bulk)
                .findFirst()
                .orElse(plan.storage().pools().get(0));
        CrushRulePlan rule = plan.storage().rules().stream()
                .filter(known -> known.name().equals(data.rule()))
                .findFirst()
                .orElseThrow();
        Map<String, Double> domains = new TreeMap<>();
        plan.storage()
                .osds()
                .forEach(osd -> domains.merge(
                        rule.failureDomain().equals("rack")
                                ? osd.rack()
                                : osd.host().value(),
                        (double) osd.size().bytes(),
                        Double::sum));
        return Placeable.bytes(List.copyOf(domains.values()), data.protection().width(), rule.perDomain());
    }
}
