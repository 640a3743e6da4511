package io.petaforge.fixed;

import io.petaforge.api.Answer;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExistingMachines;
import io.petaforge.api.ExitCode;
import io.petaforge.api.HostAddresses;
import io.petaforge.api.Inspection;
import io.petaforge.api.Inspector;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRelease;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerOnFirst;
import io.petaforge.api.PowerState;
import io.petaforge.api.PowerSwitches;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Released;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Machines that exist. What they are made of is asked once for each object of this class; those that have a management
 * controller can be switched.
 */
public final class FixedSubstrate implements Substrate, ExistingMachines, HostAddresses, MachineRelease {
    private final Map<MachineId, SshAccess> machines;
    private final Optional<Substrate> controllers;
    private final Inspector inspector;
    private final Path stateRoot;
    private final Map<MachineId, Inspection> known = new TreeMap<>();

    /**
     * The machines that can be reached in these ways.
     *
     * @param controllers what switches those that have a controller
     * @param stateRoot below it, each cluster has a directory of its own
     */
    public FixedSubstrate(
            Collection<SshAccess> machines, Optional<Substrate> controllers, Inspector inspector, Path stateRoot) {
        Map<MachineId, SshAccess> byName = new TreeMap<>();
        machines.forEach(access -> byName.put(access.machine(), access));
        this.machines = Collections.unmodifiableMap(byName);
        this.controllers = controllers;
        this.inspector = inspector;
        this.stateRoot = stateRoot;
    }

    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public Map<MachineId, SshAccess> machines() {
        return machines;
    }

    @Override
    public List<Machine> offer(ClusterRequest request) {
        List<Problem> problems = ask(request);
        for (MachineRequest host : hosts(request)) {
            if (known.containsKey(host.id())) {
                problems.addAll(FixedPreflight.hardware(host, known.get(host.id())));
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
        return hosts(request).stream()
                .map(host -> inspection(host.id()).machine(host.group(), new Location(host.rack())))
                .toList();
    }

    @Override
    public Map<MachineId, List<String>> addresses(ClusterRequest request) {
        Map<MachineId, List<String>> addresses = new TreeMap<>();
        for (MachineRequest host : hosts(request)) {
            Inspection told = known.get(host.id());
            SshAccess access = machines.get(host.id());
            if (told != null && access != null) {
                addresses.put(host.id(), HostAddresses.preferring(access.address(), told.addresses()));
            }
        }
        return addresses;
    }

    @Override
    public List<Problem> preflight(ClusterRequest request) {
        List<Problem> problems = ask(request);
        for (MachineRequest host : hosts(request)) {
            if (known.containsKey(host.id())) {
                problems.addAll(FixedPreflight.hardware(host, known.get(host.id())));
                problems.addAll(FixedPreflight.software(host, known.get(host.id())));
            }
        }
        problems.addAll(FixedPreflight.twice(known));
        Record record = record(request.cluster());
        problems.addAll(FixedPreflight.exchanged(record.read().orElse(Map.of()), known, record));
        return problems;
    }

    @Override
    public Map<MachineId, SshAccess> acquire(ClusterRequest request, Progress progress) {
        List<Problem> problems = preflight(request);
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
        // Machines that leave stay recorded until they are given back.
        Map<MachineId, Record.Line> lines =
                new TreeMap<>(record(request.cluster()).read().orElse(Map.of()));
        Map<MachineId, SshAccess> taken = new TreeMap<>();
        for (MachineRequest host : hosts(request)) {
            SshAccess access = machines.get(host.id());
            if (access != null) {
                taken.put(host.id(), access);
                lines.put(host.id(), Record.Line.of(access.address(), inspection(host.id())));
            }
        }
        record(request.cluster()).write(lines);
        progress.report(taken.size() + " machines answer and will do");
        return taken;
    }

    @Override
    public Map<MachineId, SshAccess> access(String cluster) {
        Map<MachineId, SshAccess> access = new TreeMap<>(machines);
        access.keySet().retainAll(record(cluster).read().orElse(Map.of()).keySet());
        return access;
    }

    /** Forgets the cluster. What was built stays: only its owner knows what else these machines are for. */
    @Override
    public Released release(String cluster, Progress progress) {
        Record record = record(cluster);
        Map<MachineId, Record.Line> lines = record.read().orElse(Map.of());
        record.delete();
        return new Released(
                lines.isEmpty() ? List.of() : List.of("the record of " + lines.size() + " machines"),
                List.of(),
                lines.entrySet().stream()
                        .map(
                                line -> line.getKey() + " (" + line.getValue().address()
                                        + ") keeps all that is on it: services, packages, configuration and the data on its drives")
                        .toList());
    }

    /** Forgets them. They go on running, with all that is on them: only their owner knows what else they are for. */
    @Override
    public Released releaseMachines(String cluster, Set<MachineId> leaving, Progress progress) {
        Record record = record(cluster);
        Map<MachineId, Record.Line> lines = new TreeMap<>(record.read().orElse(Map.of()));
        Map<MachineId, Record.Line> forgotten = new TreeMap<>(lines);
        forgotten.keySet().retainAll(leaving);
        if (!forgotten.isEmpty()) {
            lines.keySet().removeAll(leaving);
            record.write(lines);
        }
        return new Released(
                forgotten.entrySet().stream()
                        .map(line -> "the record of " + line.getKey() + " ("
                                + line.getValue().address() + "), which goes on running")
                        .toList(),
                List.of(),
                List.of("the record of the machines"));
    }

    /** What the controllers can do is done by them: this class knows nothing of power. */
    @Override
    public <T> Optional<T> capability(Class<T> kind) {
        Optional<T> own = Substrate.super.capability(kind);
        if (own.isPresent() || controllers.isEmpty()) {
            return own;
        }
        Optional<T> theirs = controllers.get().capability(kind);
        return kind.equals(PowerOnFirst.class)
                ? theirs.map(able -> kind.cast(onlyWhatIsOff((PowerOnFirst) able)))
                : theirs;
    }

    /** Machines that are on are left alone: one of them that does not answer is told of at once, not after its boot. */
    private PowerOnFirst onlyWhatIsOff(PowerOnFirst first) {
        return (request, progress) -> {
            PowerSwitches switches = capability(PowerSwitches.class).orElseThrow();
            Set<MachineId> switched = hosts(request).stream()
                    .map(MachineRequest::id)
                    .filter(switches::switches)
                    .collect(Collectors.toCollection(TreeSet::new));
            Map<MachineId, Answer<PowerState>> states = switches.states(request.cluster(), switched);
            // A dead controller does not keep a running machine from being built on.
            states.values().forEach(state -> state.problem().ifPresent(problem -> progress.report(problem.what())));
            first.powerOn(
                    new ClusterRequest(
                            request.cluster(),
                            request.machines().stream()
                                    .filter(machine -> isOff(states.get(machine.id())))
                                    .toList(),
                            List.of()),
                    progress);
        };
    }

    private static boolean isOff(@Nullable Answer<PowerState> state) {
        return state != null && state.value().filter(PowerState.OFF::equals).isPresent();
    }

    @Override
    public void close() {
        controllers.ifPresent(Substrate::close);
    }

    private Record record(String cluster) {
        return new Record(stateRoot.resolve(cluster));
    }

    private static List<MachineRequest> hosts(ClusterRequest request) {
        return request.machines().stream()
                .filter(machine -> machine.kind() == MachineRequest.Kind.HOST)
                .toList();
    }

    private Inspection inspection(MachineId id) {
        Inspection inspection = known.get(id);
        if (inspection == null) {
            throw new IllegalStateException(id + " was not asked");
        }
        return inspection;
    }

    /** Asks the machines that have not answered yet; returns why those that do not answer now do not. */
    private List<Problem> ask(ClusterRequest request) {
        List<Problem> problems = new ArrayList<>();
        List<SshAccess> missing = new ArrayList<>();
        for (MachineRequest host : hosts(request)) {
            SshAccess access = machines.get(host.id());
            if (access == null) {
                problems.add(Problem.at(
                        "PF-FIX-009",
                        "substrate.fixed.hosts",
                        "no address of " + host.id() + " is known",
                        "list it there"));
            } else if (!known.containsKey(host.id())) {
                missing.add(access);
            }
        }
        if (!missing.isEmpty()) {
            new TreeMap<>(inspector.inspect(missing)).forEach((id, answer) -> {
                answer.value().ifPresent(inspection -> known.put(id, inspection));
                answer.problem().ifPresent(problems::add);
            });
        }
        // What is wrong with the jump host each machine behind it would say again.
        return new ArrayList<>(new LinkedHashSet<>(problems));
    }
}
