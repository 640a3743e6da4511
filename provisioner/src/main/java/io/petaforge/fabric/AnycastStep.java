package io.petaforge.fabric;

import io.petaforge.api.MachineId;
import io.petaforge.network.AnycastService;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Role;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.Departures;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.FileFacts;
import io.petaforge.step.FileState;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Has the hosts of a service announce its address while it runs, and waits until all other hosts have a route to it. In a
 * network that exists nothing is announced: clients know all gateways by {@link HostsFileStep}.
 */
public final class AnycastStep implements Step {
    /** This step's name, for those that come after it. */
    public static final String NAME = "fabric/anycast";

    private static final Duration INTERVAL = Duration.ofMillis(50);

    /**
     * An announcement takes 0.2 s in the lab, once the service listens. A gateway listens when it has opened its pools, for
     * which all their placement groups must be active: 40 s were seen on a busy machine. It gives up by itself after 300 s
     * (rgw_init_timeout), and then its host is the one that reports.
     */
    private static final Duration TIMEOUT = Duration.ofSeconds(330);

    private final String service;
    private final int port;
    private final Function<MachineId, String> boundTo;
    private final Set<String> after;

    /**
     * @param service the name under which the address was asked for in the plan
     * @param port where the service listens
     * @param boundTo full name of the service's unit on a host
     * @param after the steps that make the service run
     */
    public AnycastStep(String service, int port, Function<MachineId, String> boundTo, Set<String> after) {
        this.service = service;
        this.port = port;
        this.boundTo = boundTo;
        this.after = Set.copyOf(after);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return after;
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        if (plan.usesExistingNetwork()) {
            return probes;
        }
        AnycastService wanted = wanted(plan);
        for (Device node : plan.fabric().tier(Role.HOST)) {
            if (wanted.hosts().contains(node.id())) {
                AnycastUnit unit = unit(wanted, node.id());
                probes.add(files(node.id(), unit));
                probes.add(units(node.id(), unit));
            } else if (waits(plan, node.id())) {
                probes.add(route(plan, node.id(), wanted));
            }
        }
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        if (plan.usesExistingNetwork()) {
            return actions;
        }
        AnycastService wanted = wanted(plan);
        for (Device node : plan.fabric().tier(Role.HOST)) {
            MachineId id = node.id();
            if (wanted.hosts().contains(id)) {
                AnycastUnit unit = unit(wanted, id);
                actions.addAll(FileFacts.actions(id, unit.files(), facts.get(files(id, unit))));
                actions.addAll(UnitFacts.actions(id, List.of(unit.unit()), facts.get(units(id, unit))));
            } else if (waits(plan, id) && !facts.get(route(plan, id, wanted))) {
                actions.add(new Action(
                        id,
                        "wait for a route to " + service + " at " + wanted.address(),
                        new Operation.Await(reaches(plan, wanted), INTERVAL, TIMEOUT),
                        Effect.WAIT));
            }
        }
        return actions;
    }

    /** A host whose own gateway leaves has the address itself until that is stopped, which gives it up first. */
    private static boolean waits(ClusterPlan plan, MachineId host) {
        return !plan.leaving().of(Departures.Kind.RGW).contains(host);
    }

    private AnycastService wanted(ClusterPlan plan) {
        return plan.fabric()
                .service(service)
                .orElseThrow(() -> new IllegalArgumentException("the plan has no service address " + service));
    }

    private AnycastUnit unit(AnycastService wanted, MachineId host) {
        return new AnycastUnit(service, wanted.address(), port, boundTo.apply(host));
    }

    private Probe<Map<String, FileState>> files(MachineId host, AnycastUnit unit) {
        return FileFacts.probeOf(host, "fabric/anycast/" + service + "/files", unit.files());
    }

    private Probe<Map<String, UnitState>> units(MachineId host, AnycastUnit unit) {
        return UnitFacts.probeOf(host, "fabric/anycast/" + service + "/units", List.of(unit.unit()));
    }

    private Probe<Boolean> route(ClusterPlan plan, MachineId host, AnycastService wanted) {
        return new Probe<>(host, "fabric/anycast/" + service + "/route", reaches(plan, wanted), Output::ok);
    }

    /** A host that does not route has no route to see: it sends everything to its gateway, which knows or says that not. */
    private static Command reaches(ClusterPlan plan, AnycastService wanted) {
        return plan.fabric().request().design().hostsRoute()
                ? Command.script(
                        "[ -n \"$(ip -4 route show exact \"$1\")\" ] || { echo \"nobody announces $1\" >&2; exit 1; }",
                        wanted.address())
                : Command.script(
                        "ping -n -q -c 1 -W 1 \"$1\" >/dev/null 2>&1 || { echo \"$1 does not answer\" >&2; exit 1; }",
                        wanted.address());
    }
}
