package io.petaforge.fabric;

import io.petaforge.api.MachineId;
import io.petaforge.fabric.proof.Gate;
import io.petaforge.network.dc.Device;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Holds everything after it back until every device has exactly the planned routes with all their ports, every cable
 * answers over IPv4 and hosts answer one another, all with packets of the full size. BGP alone proves none of it: it runs
 * over IPv6, and does not notice when only IPv4 is lost. What it costs grows with the number of devices, see {@link Gate}.
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
        List<Probe<?>> probes = new ArrayList<>();
        Gate.of(plan.fabric(), ids(plan)).devices().forEach((device, check) -> probes.add(probe(device, check)));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        Gate.of(plan.fabric(), ids(plan)).devices().forEach((device, check) -> {
            if (!facts.get(probe(device, check)).holds()) {
                actions.add(new Action(
                        device,
                        "wait until " + check.routes() + " routes and " + check.probes() + " answers are as planned",
                        new Operation.Await(command(check, "anew"), INTERVAL, TIMEOUT),
                        Effect.WAIT));
            }
        });
        return actions;
    }

    @Override
    public String found(ClusterPlan plan, Facts facts) {
        Gate gate = Gate.of(plan.fabric(), ids(plan));
        String pairs = gate.pairs() + " of " + gate.allPairs() + " pairs of hosts";
        return plan.usesExistingNetwork()
                ? pairs + " carry packets as large as their ports allow"
                : gate.devices().size() + " devices have all " + gate.routes() + " routes; " + pairs
                        + " and every cable carry " + plan.fabric().request().hostMtu() + " bytes";
    }

    /** What differs from the plan, one a line under its device, for reports; empty when nothing does. */
    public String table(ClusterPlan plan, Facts facts) {
        Map<String, Proof> proofs = new TreeMap<>();
        Gate.of(plan.fabric(), ids(plan)).devices().forEach((device, check) -> facts.find(probe(device, check))
                .ifPresent(proof -> proofs.put(device.value(), proof)));
        return Proof.table(proofs);
    }

    private static Set<MachineId> ids(ClusterPlan plan) {
        return plan.devices().stream().map(Device::id).collect(Collectors.toUnmodifiableSet());
    }

    private static Probe<Proof> probe(MachineId device, Gate.Check check) {
        return new Probe<>(device, "fabric/proof", command(check, "as-is"), Proof::parse);
    }

    private static Command command(Gate.Check check, String anew) {
        List<String> parameters = new ArrayList<>(List.of(check.source(), String.valueOf(check.mtu()), anew));
        parameters.addAll(check.parameters());
        return Command.script(Scripts.PROVE.text(), parameters);
    }
}
