package io.petaforge.network.capacity;

import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Link;
import io.petaforge.network.dc.LinkKind;
import io.petaforge.network.dc.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/** The slow and plain way: walk from every switch over what is left; hosts forward nothing. */
final class Walk {
    private Walk() {}

    static int cutOff(DataCenterPlan plan, SwitchGraph graph, List<Fault> faults) {
        Set<MachineId> dead = new HashSet<>();
        Set<Link> deadLinks = new HashSet<>();
        List<Link> switchLinks = plan.links().stream()
                .filter(link -> link.kind() != LinkKind.HOST)
                .toList();
        for (Fault fault : faults) {
            switch (fault.kind()) {
                case LEAF, SPINE, SUPER_SPINE ->
                    dead.add(graph.switches.get(fault.at()).id());
                case PEER_LINK, UPLINK, CORE_LINK -> deadLinks.add(switchLinks.get(fault.at()));
                case HOST_LINK -> {
                    String rack = plan.racks().get(fault.at()).name();
                    MachineId host = plan.tier(Role.HOST).stream()
                            .filter(device -> device.rack().equals(rack))
                            .toList()
                            .get(fault.host())
                            .id();
                    MachineId leaf = graph.switches
                            .get(graph.racks.get(fault.at()).leaves()[fault.leaf()])
                            .id();
                    deadLinks.add(plan.links().stream()
                            .filter(link -> link.a().machine().equals(host)
                                    && link.b().machine().equals(leaf))
                            .toList()
                            .get(fault.link()));
                }
            }
        }
        Map<MachineId, List<MachineId>> neighbours = new HashMap<>();
        for (Link link : plan.links()) {
            if (!deadLinks.contains(link)
                    && !dead.contains(link.a().machine())
                    && !dead.contains(link.b().machine())) {
                neighbours
                        .computeIfAbsent(link.a().machine(), id -> new ArrayList<>())
                        .add(link.b().machine());
                neighbours
                        .computeIfAbsent(link.b().machine(), id -> new ArrayList<>())
                        .add(link.a().machine());
            }
        }
        Set<MachineId> hosts = new HashSet<>();
        plan.tier(Role.HOST).stream().map(Device::id).forEach(hosts::add);
        int most = 0;
        for (Device start : plan.tier(Role.LEAF)) {
            Set<MachineId> seen = new HashSet<>(Set.of(start.id()));
            Queue<MachineId> queue = new ArrayDeque<>(seen);
            while (!queue.isEmpty()) {
                MachineId here = queue.remove();
                if (!hosts.contains(here)) {
                    neighbours.getOrDefault(here, List.of()).stream()
                            .filter(seen::add)
                            .forEach(queue::add);
                }
            }
            seen.retainAll(hosts);
            most = Math.max(most, seen.size());
        }
        return hosts.size() - most;
    }
}
