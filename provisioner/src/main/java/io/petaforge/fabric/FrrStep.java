package io.petaforge.fabric;

import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.network.dc.Device;
import io.petaforge.network.render.FrrRouter;
import io.petaforge.network.render.FrrText;
import io.petaforge.network.render.Sysctls;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.FileFacts;
import io.petaforge.step.FileState;
import io.petaforge.step.Inputs;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes every host and switch that routes the router that it is in the plan: kernel settings, loopback, BGP.
 *
 * <p>The loopback address is part of FRR's configuration, so it is there after every boot, before the network counts as
 * up, without a unit of its own.
 */
public final class FrrStep implements Step {
    /** This step's name, for those that come after it. */
    public static final String NAME = "fabric/frr";

    private static final String UNIT = "frr.service";

    /** Where the kernel settings of a router are kept. */
    private static final String SYSCTLS = "/etc/sysctl.d/60-petaforge-fabric.conf";

    private static final String CONFIG = "/etc/frr/frr.conf";

    private static final String DAEMONS = "/etc/frr/daemons";

    /** A session that does not come back is noticed after BGP's hold time of 9 s. */
    private static final Duration SETTLE = Duration.ofSeconds(10);

    private static final Duration WINDOW = Duration.ofSeconds(60);

    private static final Duration QUICK = Duration.ofSeconds(20);

    /** A package download may be slow. */
    private static final Duration INSTALL = Duration.ofMinutes(10);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of(InterfacesStep.NAME);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        Map<MachineId, FrrRouter> routers = FrrRouter.all(plan.fabric());
        List<Probe<?>> probes = new ArrayList<>();
        for (Device node : plan.devices()) {
            FrrRouter router = routers.get(node.id());
            if (router != null) {
                probes.add(WayIn.probe(node.id()));
                probes.add(state(node, router));
                probes.add(files(node, router));
                probes.add(units(node, router));
            }
        }
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        Map<MachineId, FrrRouter> routers = FrrRouter.all(plan.fabric());
        List<Action> actions = new ArrayList<>();
        for (Device node : plan.devices()) {
            FrrRouter router = routers.get(node.id());
            if (router == null) {
                continue;
            }
            WayIn way = facts.get(WayIn.probe(node.id()));
            RouterState state = facts.get(state(node, router));
            Map<String, FileState> files = facts.get(files(node, router));
            UnitState unit = facts.get(units(node, router)).getOrDefault(UNIT, UnitState.ABSENT);
            Guarding.first(node.id(), way).ifPresent(actions::add);
            if (!way.unconfirmed()) {
                if (!state.installed()) {
                    actions.add(install(node.id()));
                }
                List<Action> changes = new ArrayList<>(kernel(node, router, state, files));
                changes.addAll(frr(node, router, state, files, unit));
                actions.addAll(guarding(state, unit)
                        .apply(
                                plan.fabric(),
                                node,
                                InterfaceFiles.of(plan.fabric(), node)
                                        .interfaces()
                                        .keySet(),
                                way,
                                changes));
            }
        }
        return actions;
    }

    private static List<Action> kernel(Device node, FrrRouter router, RouterState state, Map<String, FileState> files) {
        Map<String, String> settings = Sysctls.of(node, router);
        List<Action> actions = new ArrayList<>(FileFacts.actions(node.id(), List.of(sysctls(node, router)), files));
        if (!state.has(settings)) {
            actions.add(exec(
                    node.id(),
                    "set the kernel up for routing",
                    // What an older kernel does not have is passed over; the probe says what matters of it.
                    Command.of("sysctl", "-q", "-e", "-p", SYSCTLS)));
        }
        return actions;
    }

    private static List<Action> frr(
            Device node, FrrRouter router, RouterState state, Map<String, FileState> files, UnitState found) {
        MachineId id = node.id();
        List<Action> actions = new ArrayList<>();
        if (!state.daemons()) {
            actions.add(exec(
                    id,
                    "switch BGP and BFD on in FRR",
                    Command.of("sed", "-i", "-E", "s/^(bgpd|bfdd)=.*/\\1=yes/", DAEMONS)));
        }
        actions.addAll(FileFacts.actions(id, List.of(config(node, router)), files));
        DesiredUnit unit = unit(node, router);
        boolean loadable = found.isActive() && state.daemons();
        // A file that somebody changed may have been loaded by them too.
        boolean written = FileFacts.matches(config(node, router), files.getOrDefault(CONFIG, FileState.ABSENT));
        boolean current = written && found.applied().equals(unit.inputsHash());
        if (loadable && !current) {
            actions.add(exec(
                    id, "load the configuration into FRR", Command.script(Scripts.FRR_LOAD.text(), unit.inputsHash())));
        }
        // An FRR that runs without BGP has to be started anew, whatever it was started with before.
        String applied = loadable ? unit.inputsHash() : state.daemons() ? found.applied() : "";
        actions.addAll(UnitFacts.actions(
                id,
                List.of(unit),
                Map.of(
                        UNIT,
                        new UnitState(found.load(), found.active(), found.file(), found.reloadNeeded(), applied))));
        return actions;
    }

    private static Action install(MachineId id) {
        return new Action(
                id,
                "install FRR",
                new Operation.Exec(
                        Command.of(
                                        "apt-get",
                                        "-q",
                                        "-y",
                                        "--no-install-recommends",
                                        "install",
                                        "frr",
                                        "frr-pythontools")
                                .withEnvironment("DEBIAN_FRONTEND", new Secret("noninteractive")),
                        INSTALL),
                Effect.CREATE);
    }

    private static Guarding guarding(RouterState state, UnitState found) {
        List<String> undone = new ArrayList<>(List.of(found.active(), found.isEnabled() ? "enabled" : "no"));
        state.kernel().forEach((key, value) -> {
            if (!value.isEmpty()) {
                undone.addAll(List.of(key, value));
            }
        });
        return new Guarding(
                "routing",
                List.of(SYSCTLS, CONFIG, DAEMONS, "/var/lib/petaforge/applied/" + UNIT),
                Command.script(Scripts.FRR_UNDONE.text(), undone),
                SETTLE,
                WINDOW);
    }

    private static Action exec(MachineId id, String title, Command command) {
        return new Action(id, title, new Operation.Exec(command, QUICK));
    }

    private static Probe<RouterState> state(Device node, FrrRouter router) {
        return Probe.ofHost(
                node.id(),
                "fabric/frr/state",
                Command.script(
                        Scripts.ROUTER_STATE.text(),
                        List.copyOf(Sysctls.of(node, router).keySet())),
                RouterState::parse);
    }

    private static Probe<Map<String, FileState>> files(Device node, FrrRouter router) {
        return FileFacts.probeOf(node.id(), "fabric/frr/files", List.of(sysctls(node, router), config(node, router)));
    }

    private static Probe<Map<String, UnitState>> units(Device node, FrrRouter router) {
        return UnitFacts.probeOf(node.id(), "fabric/frr/units", List.of(unit(node, router)));
    }

    private static DesiredFile sysctls(Device node, FrrRouter router) {
        return DesiredFile.plain(SYSCTLS, Sysctls.render(Sysctls.of(node, router)));
    }

    private static DesiredFile config(Device node, FrrRouter router) {
        return new DesiredFile(CONFIG, new Secret(FrrText.of(router)), "0640", "frr:frr");
    }

    private static DesiredUnit unit(Device node, FrrRouter router) {
        return DesiredUnit.restarted(UNIT, Inputs.hash(List.of(config(node, router))));
    }
}
