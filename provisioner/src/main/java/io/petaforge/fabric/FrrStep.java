package io.petaforge.fabric;

import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.network.FabricNode;
import io.petaforge.network.Topology;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.DesiredUnit;
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
 * Makes every host and switch the router that it is in the plan: kernel settings, loopback, BGP.
 *
 * <p>The loopback address is part of FRR's configuration, so it is there after every boot, before the network counts as
 * up, without a unit of its own.
 */
public final class FrrStep implements Step {
    /** This step's name, for those that come after it. */
    public static final String NAME = "fabric/frr";

    private static final String UNIT = "frr.service";

    private static final String CONFIG = "/etc/frr/frr.conf";

    private static final Duration QUICK = Duration.ofSeconds(20);

    /** A package download may be slow. */
    private static final Duration INSTALL = Duration.ofMinutes(10);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        Topology topology = Topology.of(plan.fabric());
        List<Probe<?>> probes = new ArrayList<>();
        for (FabricNode node : plan.fabric().nodes()) {
            probes.add(state(node));
            probes.add(files(node, topology));
            probes.add(units(node, topology));
        }
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        Topology topology = Topology.of(plan.fabric());
        List<Action> actions = new ArrayList<>();
        for (FabricNode node : plan.fabric().nodes()) {
            RouterState state = facts.get(state(node));
            Map<String, FileState> files = facts.get(files(node, topology));
            actions.addAll(kernel(node, state, files));
            actions.addAll(frr(
                    node,
                    topology,
                    state,
                    files,
                    facts.get(units(node, topology)).getOrDefault(UNIT, UnitState.ABSENT)));
        }
        return actions;
    }

    private static List<Action> kernel(FabricNode node, RouterState state, Map<String, FileState> files) {
        Map<String, String> settings = KernelSettings.of(node);
        List<Action> actions = new ArrayList<>(FileFacts.actions(node.id(), List.of(sysctls(node)), files));
        if (!state.has(settings)) {
            actions.add(exec(
                    node.id(), "set the kernel up for routing", Command.of("sysctl", "-q", "-p", KernelSettings.FILE)));
        }
        return actions;
    }

    private static List<Action> frr(
            FabricNode node, Topology topology, RouterState state, Map<String, FileState> files, UnitState found) {
        MachineId id = node.id();
        List<Action> actions = new ArrayList<>();
        if (!state.installed()) {
            actions.add(new Action(
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
                            INSTALL)));
        }
        if (!state.daemons()) {
            actions.add(exec(
                    id,
                    "switch BGP and BFD on in FRR",
                    Command.of("sed", "-i", "-E", "s/^(bgpd|bfdd)=.*/\\1=yes/", "/etc/frr/daemons")));
        }
        actions.addAll(FileFacts.actions(id, List.of(config(node, topology)), files));
        DesiredUnit unit = unit(node, topology);
        boolean loadable = found.isActive() && state.daemons();
        // A file that somebody changed may have been loaded by them too.
        boolean written = FileFacts.matches(config(node, topology), files.getOrDefault(CONFIG, FileState.ABSENT));
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

    private static Action exec(MachineId id, String title, Command command) {
        return new Action(id, title, new Operation.Exec(command, QUICK));
    }

    private static Probe<RouterState> state(FabricNode node) {
        return Probe.ofHost(
                node.id(),
                "fabric/frr/state",
                Command.script(
                        Scripts.ROUTER_STATE.text(),
                        List.copyOf(KernelSettings.of(node).keySet())),
                RouterState::parse);
    }

    private static Probe<Map<String, FileState>> files(FabricNode node, Topology topology) {
        return FileFacts.probeOf(node.id(), "fabric/frr/files", List.of(sysctls(node), config(node, topology)));
    }

    private static Probe<Map<String, UnitState>> units(FabricNode node, Topology topology) {
        return UnitFacts.probeOf(node.id(), "fabric/frr/units", List.of(unit(node, topology)));
    }

    private static DesiredFile sysctls(FabricNode node) {
        return DesiredFile.plain(KernelSettings.FILE, KernelSettings.render(KernelSettings.of(node)));
    }

    private static DesiredFile config(FabricNode node, Topology topology) {
        return new DesiredFile(CONFIG, new Secret(FrrConfig.render(node, topology)), "0640", "frr:frr");
    }

    private static DesiredUnit unit(FabricNode node, Topology topology) {
        return DesiredUnit.restarted(UNIT, Inputs.hash(List.of(config(node, topology))));
    }
}
