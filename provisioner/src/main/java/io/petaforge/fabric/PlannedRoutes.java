package io.petaforge.fabric;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.Topology;
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
    record Route(Device destination, List<String> ports) {
        Route {
            requireNonNull(destination, "destination");
            ports = List.copyOf(ports);
        }
    }

    private PlannedRoutes() {}

    /** The routes of every node, in the order of the plan's nodes. */
    static Map<MachineId, List<Route>> of(DataCenterPlan plan) {
        Topology topology = Topology.of(plan);
        Map<MachineId, List<Route>> routes = new TreeMap<>();
        plan.devices().forEach(node -> routes.put(node.id(), new ArrayList<>()));
        for (Device destination : plan.devices()) {
            Map<MachineId, List<String>> ports = topology.portsTowards(destination.id());
            for (Device node : plan.devices()) {
                boolean wanted = node.role() == Role.HOST || destination.role() == Role.HOST;
                List<Route> mine = routes.get(node.id());
                if (wanted && mine != null && !node.id().equals(destination.id())) {
                    mine.add(new Route(destination, ports.getOrDefault(node.id(), List.of())));
                }
            }
        }
        return routes;
    }
}
