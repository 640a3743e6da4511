package io.petaforge.plan;

import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.plan.Departures.Daemon;
import io.petaforge.plan.Departures.Host;
import io.petaforge.plan.Departures.Kind;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.StoragePlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds what leaves: all that the plan in force has, or had leaving, and the new one has not. */
final class Leaving {
    private final Optional<ClusterPlan> before;
    private final Reach reach;

    Leaving(Optional<PlanInForce> inForce, Reach reach) {
        this.before = inForce.map(PlanInForce::plan);
        this.reach = reach;
    }

    /** The machines that are left out of the new cluster, ordered by id. */
    List<Host> hosts(Set<MachineId> staying) {
        Map<MachineId, Host> hosts = new TreeMap<>();
        before.ifPresent(plan -> {
            plan.machines()
                    .forEach(machine ->
                            put(hosts, machine.id(), machine.group(), rack(machine), reach.contact(machine.id())));
            // What was lost once stays so: the operator need not say it again after a run that was killed.
            plan.leaving()
                    .hosts()
                    .forEach(host -> put(
                            hosts,
                            host.id(),
                            host.group(),
                            host.rack(),
                            host.contact() == Departures.Contact.LOST ? host.contact() : reach.contact(host.id())));
        });
        hosts.keySet().removeAll(staying);
        return List.copyOf(hosts.values());
    }

    private static void put(
            Map<MachineId, Host> hosts, MachineId id, String group, String rack, Departures.Contact contact) {
        hosts.put(id, new Host(id, group, rack, contact));
    }

    private static String rack(Machine machine) {
        return machine.location().rack();
    }

    /** The plan in force as the storage planner is to keep it: numbers of OSDs that are leaving are still taken. */
    Optional<StoragePlan> storage() {
        return before.map(plan -> new StoragePlan(
                Stream.concat(plan.storage().osds().stream(), plan.leaving().osds().stream())
                        .toList(),
                plan.storage().rules(),
                plan.storage().pools(),
                plan.storage().excluded(),
                plan.storage().wipe(),
                plan.storage().findings()));
    }

    /**
     * All that leaves.
     *
     * @param after the new plan, in which nothing leaves yet
     * @param hosts what {@link #hosts} has found
     */
    Departures of(ClusterPlan after, List<Host> hosts) {
        if (before.isEmpty()) {
            return Departures.NONE;
        }
        Set<String> kept = new HashSet<>();
        after.storage().osds().forEach(osd -> kept.add(osd.uuid()));
        List<OsdPlan> osds = storage().orElseThrow().osds().stream()
                .filter(osd -> !kept.contains(osd.uuid()))
                .sorted(Comparator.comparingInt(OsdPlan::id))
                .toList();
        List<Daemon> had = new ArrayList<>(before.get().leaving().daemons());
        had.addAll(daemons(before.get()));
        Set<Daemon> runs = new HashSet<>(daemons(after));
        List<Daemon> daemons = had.stream()
                .filter(daemon -> runs.stream()
                        .noneMatch(other ->
                                other.kind() == daemon.kind() && other.host().equals(daemon.host())))
                .distinct()
                .sorted(Comparator.comparing(Daemon::kind).thenComparing(Daemon::host))
                .toList();
        return new Departures(hosts, osds, daemons);
    }

    private static List<Daemon> daemons(ClusterPlan plan) {
        Map<MachineId, String> addresses = new TreeMap<>();
        plan.fabric().devices().forEach(device -> addresses.put(device.id(), device.address()));
        Function<MachineId, String> address = host -> addresses.getOrDefault(host, "");
        List<Daemon> daemons = new ArrayList<>();
        plan.ceph().mons().forEach(host -> daemons.add(new Daemon(Kind.MON, host, address.apply(host))));
        plan.ceph().mgrs().forEach(host -> daemons.add(new Daemon(Kind.MGR, host, address.apply(host))));
        plan.ceph().rgws().forEach(host -> daemons.add(new Daemon(Kind.RGW, host, address.apply(host))));
        plan.spark().workers().forEach(worker -> {
            MachineId host = worker.machine();
            daemons.add(new Daemon(Kind.SPARK_WORKER, host, address.apply(host)));
        });
        MachineId history = plan.spark().history();
        daemons.add(new Daemon(Kind.SPARK_HISTORY, history, address.apply(history)));
        MachineId master = plan.spark().master();
        daemons.add(new Daemon(Kind.SPARK_MASTER, master, address.apply(master)));
        return daemons;
    }
}
