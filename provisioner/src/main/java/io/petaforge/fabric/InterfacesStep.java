package io.petaforge.fabric;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.network.dc.Device;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.FileFacts;
import io.petaforge.step.FileState;
import io.petaforge.step.Inputs;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Gives hosts and switches with plain Linux the interfaces of the plan: addresses, bonds, bridges, VLANs, tunnels, MTU, by
 * files of systemd-networkd. A device whose ports need no more than to be up is not even asked.
 */
public final class InterfacesStep implements Step {
    /** This step's name, for those that come after it. */
    public static final String NAME = "fabric/interfaces";

    static final String STAMP = "/var/lib/petaforge/applied/interfaces";
    private static final String WANTS = "/etc/systemd/system/multi-user.target.wants/systemd-networkd.service";

    /** The script waits 15 s for addresses. */
    private static final Duration APPLY = Duration.ofSeconds(30);

    private static final Duration QUICK = Duration.ofSeconds(10);

    /** A lost address shows at once; a bond or a neighbour may take a moment. */
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private static final Duration WINDOW = Duration.ofSeconds(40);

    /** What is wanted of one device. */
    private record Wanted(Device device, InterfaceFiles files) {}

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
        List<Probe<?>> probes = new ArrayList<>();
        for (Wanted wanted : wanted(plan)) {
            MachineId id = wanted.device().id();
            probes.add(WayIn.probe(id));
            probes.add(files(id, wanted.files()));
            probes.add(state(wanted));
        }
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Wanted wanted : wanted(plan)) {
            MachineId id = wanted.device().id();
            WayIn way = facts.get(WayIn.probe(id));
            Guarding.first(id, way).ifPresent(actions::add);
            if (way.unconfirmed()) {
                continue;
            }
            InterfaceState found = facts.get(state(wanted));
            problems.addAll(InterfaceOwner.problems(wanted.device(), wanted.files(), found));
            actions.addAll(guarding(wanted, found)
                    .apply(
                            plan.fabric(),
                            wanted.device(),
                            wanted.files().interfaces().keySet(),
                            way,
                            actions(wanted, facts.get(files(id, wanted.files())), found)));
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
        return actions;
    }

    private static List<Wanted> wanted(ClusterPlan plan) {
        return plan.devices().stream()
                .filter(device -> !plan.usesExistingNetwork())
                .map(device -> new Wanted(device, InterfaceFiles.of(plan.fabric(), device)))
                .filter(wanted -> !wanted.files().files().isEmpty())
                .toList();
    }

    private static List<Action> actions(Wanted wanted, Map<String, FileState> written, InterfaceState found) {
        MachineId id = wanted.device().id();
        InterfaceFiles files = wanted.files();
        List<Action> actions = new ArrayList<>(FileFacts.actions(id, files.files(), written));
        List<String> stale = stale(files, found);
        if (!stale.isEmpty()) {
            actions.add(new Action(
                    id,
                    "remove " + String.join(", ", stale),
                    new Operation.Exec(Command.of(words("rm", "-f", "--", stale)), QUICK),
                    Effect.RELEASE,
                    "not in the plan any more"));
        }
        String stamp = Inputs.hash(files.files());
        if (actions.isEmpty() && found.isOn() && found.stamp().equals(stamp) && asWanted(files, found)) {
            return List.of();
        }
        List<String> parameters = new ArrayList<>(List.of(stamp));
        parameters.addAll(madeAnew(files, written, found, stale));
        parameters.add("-");
        files.interfaces().forEach((name, interfaceWanted) -> {
            interfaceWanted.addresses().forEach(address -> parameters.addAll(List.of(name, address)));
            if (interfaceWanted.addresses().isEmpty()) {
                parameters.addAll(List.of(name, "none"));
            }
        });
        actions.add(new Action(
                id,
                "set up " + String.join(", ", files.interfaces().keySet()),
                new Operation.Exec(Command.script(Scripts.INTERFACES_APPLY.text(), parameters), APPLY)));
        return actions;
    }

    /** Our files that the plan has no more. */
    private static List<String> stale(InterfaceFiles files, InterfaceState found) {
        List<String> wanted = files.files().stream().map(DesiredFile::path).toList();
        return found.own().stream()
                .filter(path -> !wanted.contains(path))
                .sorted()
                .toList();
    }

    /** Interfaces that exist but would be made otherwise, or not at all: networkd leaves what exists as it is. */
    private static List<String> madeAnew(
            InterfaceFiles files, Map<String, FileState> written, InterfaceState found, List<String> stale) {
        Stream<String> changed = files.files().stream()
                .filter(file -> !FileFacts.matches(file, written.getOrDefault(file.path(), FileState.ABSENT)))
                .map(DesiredFile::path);
        return Stream.concat(changed, stale.stream())
                .flatMap(path -> InterfaceFiles.madeBy(path).stream())
                .filter(found.links()::containsKey)
                .toList();
    }

    private static boolean asWanted(InterfaceFiles files, InterfaceState found) {
        return files.interfaces().entrySet().stream().allMatch(entry -> {
            InterfaceState.Link link = found.links().get(entry.getKey());
            InterfaceFiles.Wanted wanted = entry.getValue();
            return link != null
                    && (wanted.mtu().isEmpty() || wanted.mtu().getAsInt() == link.mtu())
                    && (!link.carrier()
                            || Set.copyOf(found.addresses().getOrDefault(entry.getKey(), List.of()))
                                    .equals(Set.copyOf(wanted.addresses())));
        });
    }

    private static Guarding guarding(Wanted wanted, InterfaceState found) {
        InterfaceFiles files = wanted.files();
        Set<String> paths = new LinkedHashSet<>();
        files.files().forEach(file -> paths.add(file.path()));
        paths.addAll(stale(files, found));
        paths.add(STAMP);
        paths.add(WANTS);
        List<String> undone =
                new ArrayList<>(List.of(found.active(), found.boots().startsWith("enabled") ? "enabled" : "no"));
        undone.addAll(files.made().stream().sorted().toList());
        undone.add("-");
        // What networkd did not set up it does not bring back either: first all addresses, then the routes over them.
        List<String> ports = files.interfaces().keySet().stream()
                .filter(name -> !files.made().contains(name))
                .toList();
        for (String port : ports) {
            List<String> before = found.addresses().getOrDefault(port, List.of());
            Optional.ofNullable(files.interfaces().get(port)).stream()
                    .flatMap(interfaceWanted -> interfaceWanted.addresses().stream())
                    .filter(address -> !before.contains(address))
                    .forEach(address -> undone.addAll(List.of("drop", port, address)));
        }
        for (String port : ports) {
            InterfaceState.Link link = found.links().get(port);
            if (link != null) {
                undone.addAll(List.of("mtu", port, String.valueOf(link.mtu())));
            }
            found.addresses()
                    .getOrDefault(port, List.of())
                    .forEach(address -> undone.addAll(List.of("address", port, address)));
        }
        for (String port : ports) {
            found.routes().getOrDefault(port, List.of()).forEach(route -> undone.addAll(List.of("route", port, route)));
        }
        return new Guarding(
                "interfaces",
                List.copyOf(paths),
                Command.script(Scripts.INTERFACES_UNDONE.text(), undone),
                SETTLE,
                WINDOW);
    }

    private static List<String> words(String program, String option, String end, List<String> rest) {
        List<String> words = new ArrayList<>(List.of(program, option, end));
        words.addAll(rest);
        return words;
    }

    private static Probe<Map<String, FileState>> files(MachineId machine, InterfaceFiles wanted) {
        return FileFacts.probeOf(machine, "fabric/interfaces/files", wanted.files());
    }

    private static Probe<InterfaceState> state(Wanted wanted) {
        return Probe.ofHost(
                wanted.device().id(),
                "fabric/interfaces/state",
                Command.script(
                        Scripts.INTERFACES_STATE.text(),
                        List.copyOf(new TreeSet<>(Guarding.owned(
                                wanted.device(), wanted.files().interfaces().keySet())))),
                InterfaceState::parse);
    }
}
