package io.petaforge.network.capacity;

import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loads each tier of a network with traffic among sets of hosts. Placement is taken as even: within a set every host sends
 * as much to each other one, so that the share which leaves a rack with h of the set's H hosts is (H - h) / H, and the same
 * for pods.
 */
final class Flows {
    /**
     * Traffic among hosts.
     *
     * @param hosts who takes part
     * @param perHost bit/s that each sends, and takes
     */
    record Among(Set<MachineId> hosts, double perHost) {
        Among {
            hosts = Set.copyOf(hosts);
        }
    }

    /**
     * A tier under load, where it is loaded most.
     *
     * @param needed bit/s in one direction
     * @param carries bit/s in one direction
     */
    record Tier(String name, double needed, double carries) {}

    private final DataCenterPlan plan;
    private final Map<MachineId, String> rackOf = new HashMap<>();
    private final Map<String, Integer> podOf = new HashMap<>();

    Flows(DataCenterPlan plan) {
        this.plan = plan;
        for (Device host : plan.tier(Role.HOST)) {
            rackOf.put(host.id(), host.rack());
        }
        for (RackPlan rack : plan.racks()) {
            podOf.put(rack.name(), rack.pod());
        }
    }

    Set<MachineId> hosts() {
        return rackOf.keySet();
    }

    /** The rack with most of the hosts, and which of them stand in it. */
    Set<MachineId> largestRack(Set<MachineId> hosts) {
        Map<String, Set<MachineId>> racks = new HashMap<>();
        for (MachineId host : hosts) {
            racks.computeIfAbsent(rack(host), name -> new HashSet<>()).add(host);
        }
        return plan.racks().stream()
                .map(rack -> racks.getOrDefault(rack.name(), Set.of()))
                .reduce(Set.of(), (a, b) -> b.size() > a.size() ? b : a);
    }

    /** Every tier that there is. */
    List<Tier> tiers(List<Among> parts) {
        Shape shape = plan.shape();
        Map<MachineId, Double> hosts = new HashMap<>();
        Map<String, Double> racks = new HashMap<>();
        Map<Integer, Double> pods = new HashMap<>();
        for (Among part : parts) {
            Map<String, Integer> inRack = new HashMap<>();
            Map<Integer, Integer> inPod = new HashMap<>();
            for (MachineId host : part.hosts()) {
                hosts.merge(host, part.perHost(), Double::sum);
                inRack.merge(rack(host), 1, Integer::sum);
                inPod.merge(podOf.getOrDefault(rack(host), 0), 1, Integer::sum);
            }
            int all = part.hosts().size();
            inRack.forEach(
                    (rack, count) -> racks.merge(rack, part.perHost() * count * (all - count) / all, Double::sum));
            inPod.forEach((pod, count) -> pods.merge(pod, part.perHost() * count * (all - count) / all, Double::sum));
        }
        List<Tier> tiers = new ArrayList<>();
        tiers.add(new Tier(
                "host",
                most(hosts),
                plan.request().host().effectiveRate()
                        * (double) plan.request().host().ports().size()));
        if (plan.racks().size() > 1) {
            tiers.add(new Tier(
                    "rack",
                    most(racks),
                    (double) shape.leavesPerRack()
                            * shape.uplinks()
                            * shape.uplinkRate().bitsPerSecond()));
        }
        if (plan.pods() > 1) {
            tiers.add(new Tier(
                    "pod",
                    most(pods),
                    (double) shape.spines()
                            * shape.superSpines()
                            * shape.coreLinks()
                            * shape.coreRate().bitsPerSecond()));
        }
        return tiers;
    }

    private String rack(MachineId host) {
        String rack = rackOf.get(host);
        if (rack == null) {
            throw new IllegalArgumentException(host + " is no host of the plan");
        }
        return rack;
    }

    private static double most(Map<?, Double> needed) {
        return needed.values().stream().mapToDouble(value -> value).max().orElse(0);
    }
}
