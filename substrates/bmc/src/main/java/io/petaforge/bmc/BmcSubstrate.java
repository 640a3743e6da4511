package io.petaforge.bmc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.AccessFindings;
import io.petaforge.api.Answer;
import io.petaforge.api.BootControl;
import io.petaforge.api.BootSetting;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.EventLog;
import io.petaforge.api.ExitCode;
import io.petaforge.api.HardwarePart;
import io.petaforge.api.HardwareParts;
import io.petaforge.api.HostAddresses;
import io.petaforge.api.Inspection;
import io.petaforge.api.Inspector;
import io.petaforge.api.Location;
import io.petaforge.api.LogEntry;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerAction;
import io.petaforge.api.PowerControl;
import io.petaforge.api.PowerOnFirst;
import io.petaforge.api.PowerState;
import io.petaforge.api.PowerSwitches;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Reinstallation;
import io.petaforge.api.Released;
import io.petaforge.api.SensorReading;
import io.petaforge.api.Sensors;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.api.SystemProbe;
import io.petaforge.bmc.device.Bmc;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.BmcProtocol;
import io.petaforge.bmc.device.BmcTarget;
import io.petaforge.bmc.device.Pauses;
import io.petaforge.bmc.device.PowerChange;
import io.petaforge.bmc.ipmi.IpmiBmc;
import io.petaforge.bmc.redfish.RedfishBmc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Machines that exist and are switched by their management controllers. One object is for one inventory: the cluster's
 * name that the methods take is that inventory's.
 */
public final class BmcSubstrate
        implements Substrate,
                HostAddresses,
                PowerOnFirst,
                PowerControl,
                PowerSwitches,
                BootControl,
                EventLog,
                Sensors,
                HardwareParts,
                AccessFindings,
                Reinstallation {
    private final Map<MachineId, BmcHost> hosts;
    private final BmcFleet fleet;
    private final PowerChange changes;
    private final Pauses pauses;
    private final Inspector inspector;
    private final SystemProbe probe;
    private final Path stateRoot;
    private final Map<MachineId, Inspection> known = new TreeMap<>();

    private BmcSubstrate(List<BmcHost> hosts, Pauses pauses, Inspector inspector, SystemProbe probe, Path stateRoot) {
        this.hosts = new TreeMap<>();
        Map<MachineId, BmcTarget> targets = new TreeMap<>();
        hosts.forEach(host -> {
            this.hosts.put(host.access().machine(), host);
            targets.put(host.access().machine(), host.controller());
        });
        this.fleet = new BmcFleet(targets, target -> driver(target, pauses));
        this.changes = new PowerChange(pauses);
        this.pauses = pauses;
        this.inspector = inspector;
        this.probe = probe;
        this.stateRoot = stateRoot;
    }

    /**
     * The machines of one inventory.
     *
     * @param stateRoot where the host keys are kept that were made ahead
     */
    public static BmcSubstrate of(List<BmcHost> hosts, Inspector inspector, SystemProbe probe, Path stateRoot) {
        return new BmcSubstrate(hosts, Pauses.real(), inspector, probe, stateRoot);
    }

    private static Bmc driver(BmcTarget target, Pauses pauses) {
        return target.protocol() == BmcProtocol.IPMI ? IpmiBmc.of(target, pauses) : RedfishBmc.of(target, pauses);
    }

    @Override
    public String name() {
        return "bmc";
    }

    @Override
    public boolean switches(MachineId machine) {
        return hosts.containsKey(machine);
    }

    @Override
    public Map<MachineId, Answer<PowerState>> states(String cluster, Set<MachineId> machines) {
        return fleet.ask(machines, (target, bmc) -> bmc.power());
    }

    @Override
    public Map<MachineId, Answer<PowerState>> act(
            String cluster, Set<MachineId> machines, PowerAction action, Progress progress) {
        return fleet.ask(machines, (target, bmc) -> changes.run(target, bmc, action, progress));
    }

    @Override
    public Map<MachineId, Answer<BootSetting>> boot(String cluster, Set<MachineId> machines, BootSetting setting) {
        return fleet.ask(machines, (target, bmc) -> bmc.boot(setting));
    }

    @Override
    public Map<MachineId, Answer<List<LogEntry>>> log(String cluster, Set<MachineId> machines) {
        return fleet.ask(machines, (target, bmc) -> bmc.log());
    }

    @Override
    public Map<MachineId, Answer<Integer>> clearLog(String cluster, Set<MachineId> machines) {
        return fleet.ask(machines, (target, bmc) -> bmc.clearLog());
    }

    @Override
    public Map<MachineId, Answer<List<SensorReading>>> sensors(String cluster, Set<MachineId> machines) {
        return fleet.ask(machines, (target, bmc) -> bmc.sensors());
    }

    @Override
    public Map<MachineId, Answer<List<HardwarePart>>> parts(String cluster, Set<MachineId> machines) {
        return fleet.ask(machines, (target, bmc) -> bmc.parts());
    }

    @Override
    public Map<MachineId, Answer<List<HardwarePart>>> firmware(String cluster, Set<MachineId> machines) {
        return fleet.ask(machines, (target, bmc) -> bmc.firmware());
    }

    @Override
    public Map<MachineId, Answer<List<Problem>>> findings(String cluster, Set<MachineId> machines) {
        return fleet.ask(machines, (target, bmc) -> bmc.findings());
    }

    @Override
    public Map<MachineId, Answer<PowerState>> reinstall(
            String cluster, Set<MachineId> machines, Optional<Duration> patience, Progress progress) {
        Map<MachineId, SshAccess> access = new TreeMap<>(access(cluster));
        access.keySet().retainAll(machines);
        return new NetworkInstall(fleet, changes, pauses, probe, progress).run(access, machines, patience);
    }

    @Override
    public Map<MachineId, PowerState> power(String cluster) {
        Map<MachineId, PowerState> power = new TreeMap<>();
        required(states(cluster, fleet.machines())).forEach(power::put);
        return power;
    }

    @Override
    public void powerOn(String cluster, MachineId machine) {
        required(act(cluster, Set.of(machine), PowerAction.ON, Progress.SILENT));
    }

    @Override
    public void powerOff(String cluster, MachineId machine) {
        required(act(cluster, Set.of(machine), PowerAction.OFF, Progress.SILENT));
    }

    @Override
    public List<Machine> offer(ClusterRequest request) {
        List<SshAccess> listed = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (MachineRequest wanted : request.machines()) {
            BmcHost host = hosts.get(wanted.id());
            if (host == null) {
                problems.add(unlisted(wanted));
            } else {
                listed.add(access(request.cluster(), host));
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        // What a machine is made of is asked of its operating system: controllers tell too little of drives.
        Map<MachineId, Inspection> found = required(inspector.inspect(listed));
        known.putAll(found);
        return request.machines().stream()
                .map(wanted ->
                        requireNonNull(found.get(wanted.id())).machine(wanted.group(), new Location(wanted.rack())))
                .toList();
    }

    @Override
    public Map<MachineId, List<String>> addresses(ClusterRequest request) {
        Map<MachineId, List<String>> addresses = new TreeMap<>();
        known.forEach((machine, told) -> addresses.put(
                machine,
                HostAddresses.preferring(
                        requireNonNull(hosts.get(machine)).access().address(), told.addresses())));
        return addresses;
    }

    private static Problem unlisted(MachineRequest wanted) {
        return Problem.of(
                "PF-BMC-020",
                "The inventory lists no controller for '" + wanted.id() + "'.",
                "List it below substrate.bmc.hosts.");
    }

    @Override
    public List<Problem> preflight(ClusterRequest request) {
        List<Problem> problems = new ArrayList<>();
        Set<MachineId> wanted = new TreeSet<>();
        for (MachineRequest machine : request.machines()) {
            if (hosts.containsKey(machine.id())) {
                wanted.add(machine.id());
            } else {
                problems.add(unlisted(machine));
            }
        }
        states(request.cluster(), wanted).values().forEach(answer -> answer.problem()
                .ifPresent(problems::add));
        return List.copyOf(problems);
    }

    @Override
    public Map<MachineId, SshAccess> acquire(ClusterRequest request, Progress progress) {
        List<Problem> problems = preflight(request);
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
        powerOn(request, progress);
        Map<MachineId, SshAccess> access = access(request.cluster());
        access.keySet().retainAll(ids(request));
        return access;
    }

    private static Set<MachineId> ids(ClusterRequest request) {
        return request.machines().stream().map(MachineRequest::id).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void powerOn(ClusterRequest request, Progress progress) {
        Set<MachineId> wanted = ids(request);
        wanted.retainAll(hosts.keySet());
        Set<MachineId> off = required(states(request.cluster(), wanted)).entrySet().stream()
                .filter(state -> state.getValue() == PowerState.OFF)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        required(act(request.cluster(), off, PowerAction.ON, progress));
        Map<MachineId, SshAccess> access = access(request.cluster());
        SshWait booting = new SshWait(pauses, probe, progress);
        required(fleet.ask(wanted, (target, bmc) -> booting.until(requireNonNull(access.get(target.machine())))));
    }

    @Override
    public Map<MachineId, SshAccess> access(String cluster) {
        Map<MachineId, SshAccess> access = new LinkedHashMap<>();
        hosts.forEach((machine, host) -> access.put(machine, access(cluster, host)));
        return access;
    }

    /** Where neither the inventory nor a known_hosts file has keys, those count that the machine was installed with. */
    private SshAccess access(String cluster, BmcHost host) {
        SshAccess listed = host.access();
        return listed.hostKeys().isEmpty()
                ? listed.withHostKeys(InstalledKeys.of(stateRoot, cluster).publicKeys(listed.machine()))
                : listed;
    }

    /** The machines were there before and stay, switched as they are: nothing of theirs was made here. */
    @Override
    public Released release(String cluster, Progress progress) {
        return new Released(List.of(), List.of(), List.of("nothing: the machines are the inventory's own"));
    }

    @Override
    public void close() {
        fleet.close();
    }

    /** All values, or every problem at once. */
    private static <T> Map<MachineId, T> required(Map<MachineId, Answer<T>> answers) {
        List<Problem> problems = answers.values().stream()
                .flatMap(answer -> answer.problem().stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new PetaforgeException(BmcFault.exitCode(problems.get(0)), problems);
        }
        Map<MachineId, T> values = new TreeMap<>();
        answers.forEach((machine, answer) -> answer.value().ifPresent(value -> values.put(machine, value)));
        return values;
    }
}
