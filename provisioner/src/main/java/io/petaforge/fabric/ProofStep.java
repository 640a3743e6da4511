package io.petaforge.fabric;

import io.petaforge.api.MachineId;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Role;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds everything after it back until every loopback answers every host, with packets of the full size, and every node has
 * all the planned ports in its routes. BGP alone proves neither: it runs over IPv6, and does not notice when only IPv4 is
 * lost.
 */
public final class ProofStep implements Step {
    /** This step's name, for those that come after it. */
    public static final String NAME = "fabric/proof";

    /** The loop on the host is cheap until the routes are there: one process that reads them. */
    private static final Duration INTERVAL = Duration.ofMillis(100);

    /** Ten times what a busy lab took from power-on; what is not there by then does not come. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of(FrrStep.NAME);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        Map<MachineId, List<PlannedRoutes.Route>> routes = PlannedRoutes.of(plan.fabric());
        List<Probe<?>> probes = new ArrayList<>();
        for (Device node : plan.fabric().devices()) {
            probes.add(probe(plan, node, routes.getOrDefault(node.id(), List.of())));
        }
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        Map<MachineId, List<PlannedRoutes.Route>> routes = PlannedRoutes.of(plan.fabric());
        List<Action> actions = new ArrayList<>();
        for (Device node : plan.fabric().devices()) {
            List<PlannedRoutes.Route> mine = routes.getOrDefault(node.id(), List.of());
            if (!facts.get(probe(plan, node, mine)).holds()) {
                actions.add(new Action(
                        node.id(),
                        "wait until " + mine.size() + " loopbacks are reached as planned",
                        new Operation.Await(command(plan, node, mine, "anew"), INTERVAL, TIMEOUT)));
            }
        }
        return actions;
    }

    /** What differs from the plan, one a line under its node, for reports; empty when nothing does. */
    public String table(ClusterPlan plan, Facts facts) {
        Map<MachineId, List<PlannedRoutes.Route>> routes = PlannedRoutes.of(plan.fabric());
        Map<String, Proof> proofs = new TreeMap<>();
        for (Device node : plan.fabric().devices()) {
            facts.find(probe(plan, node, routes.getOrDefault(node.id(), List.of())))
                    .ifPresent(proof -> proofs.put(node.id().value(), proof));
        }
        return Proof.table(proofs);
    }

    private static Probe<Proof> probe(ClusterPlan plan, Device node, List<PlannedRoutes.Route> routes) {
        return new Probe<>(node.id(), "fabric/proof", command(plan, node, routes, "yes"), Proof::parse);
    }

    private static Command command(ClusterPlan plan, Device node, List<PlannedRoutes.Route> routes, String ask) {
        List<String> parameters = new ArrayList<>(List.of(
                node.address(), String.valueOf(plan.fabric().request().mtu()), node.role() == Role.HOST ? ask : "no"));
        for (PlannedRoutes.Route route : routes) {
            parameters.add(route.destination().id().value());
            parameters.add(route.destination().address());
            parameters.add(String.join(",", route.ports()));
        }
        return Command.script(Scripts.PROVE.text(), parameters);
    }
}
