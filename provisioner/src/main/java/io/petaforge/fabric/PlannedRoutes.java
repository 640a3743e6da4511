package io.petaforge.fabric;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.network.FabricNode;
import io.petaforge.network.FabricNode.Tier;
import io.petaforge.network.FabricPlan;
import io.petaforge.network.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides what has to be proved: every host has a route to the loopback of every other node, every switch to that of every
 * host, each over all the ports that the plan has for it. Switches need not reach one another: routers of one AS number, as
 * the spines are, refuse each other's routes by design.
 */
final class PlannedRoutes {
    /** A destination and the ports that lead to it. */
    record Route(FabricNode destination, List<String> ports) {
        Route {
            requireNonNull(destination, "destination");
            ports = List.copyOf(ports);
        }
    }

    private PlannedRoutes() {}

    /** The routes of every node, in the order of the plan's nodes. */
    static Map<MachineId, List<Route>> of(FabricPlan plan) {
        Topology topology = Topology.of(plan);
        Map<MachineId, List<Route>> routes = new TreeMap<>();
        plan.nodes().forEach(node -> routes.put(node.id(), new ArrayList<>()));
        for (FabricNode destination : plan.nodes()) {
            Map<MachineId, List<String>> ports = topology.portsTowards(destination.id());
            for (FabricNode node : plan.nodes()) {
                boolean wanted = node.tier() == Tier.HOST || destination.tier() == Tier.HOST;
                List<Route> mine = routes.get(node.id());
                if (wanted && mine != null && !node.id().equals(destination.id())) {
                    mine.add(new Route(destination, ports.getOrDefault(node.id(), List.of())));
                }
            }
        }
        return routes;
    }
}
