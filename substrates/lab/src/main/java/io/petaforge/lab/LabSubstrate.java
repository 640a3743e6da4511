package io.petaforge.lab;

import io.petaforge.api.Answer;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Ed25519Key;
import io.petaforge.api.ExitCode;
import io.petaforge.api.FaultInjection;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRelease;
import io.petaforge.api.MemoryUse;
import io.petaforge.api.PackageMirror;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PortRef;
import io.petaforge.api.PowerControl;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Reinstallation;
import io.petaforge.api.Released;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Real hosts on this machine. */
public final class LabSubstrate
        implements Substrate, PowerControl, PackageMirror, MemoryUse, FaultInjection, Reinstallation, MachineRelease {
    /** Killing a lab's hosts and deleting their files takes a few seconds; another holder of its lock is soon done. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final LabPaths paths;
    private final LabStore store;
    private final LabBuild build;
    private final LabRelease release;
    private final LabDeparture departure;
    private final LabPreflight preflight;
    private final Supervisors supervisors;
    private final LabNetwork network;
    private final AptRepositories repositories;
    private final LabFaults faults;
    private final LabInstallation installation;

    private LabSubstrate(LabPaths paths, Commands commands, OperatingSystem system, Supplier<BootCommand.Means> means) {
        this.paths = paths;
        this.store = new LabStore(paths);
        this.network = new LabNetwork(commands);
        this.supervisors = new Supervisors(commands, paths);
        LoopDisks disks = new LoopDisks(commands);
        ImageRecipe recipe = new ImageRecipe(system.codename(), System.getProperty("os.arch", "unknown"));
        ImageCache images = new ImageCache(commands, paths, recipe);
        AddressRanges ranges = new AddressRanges(commands);
        LabLinks links = new LabLinks(commands, paths, supervisors);
        this.build =
                new LabBuild(commands, paths, store, network, disks, supervisors, images, recipe, ranges, means, links);
        this.release = new LabRelease(paths, store, network, disks, supervisors);
        this.departure = new LabDeparture(paths, store, network, disks, supervisors, links);
        this.preflight = new LabPreflight(paths, store, system, images, recipe, ranges);
        this.repositories = new AptRepositories(images);
        this.faults = new LabFaults(commands);
        this.installation = new LabInstallation(paths);
    }

    /** The lab of this machine, in the usual places. */
    public static LabSubstrate ofThisMachine() {
        return booting(BootCommand.Means::ofThisMachine);
    }

    /** The same with a given way to boot hosts, which is asked for after missing packages were installed. */
    static LabSubstrate booting(Supplier<BootCommand.Means> means) {
        return new LabSubstrate(
                LabPaths.standard(System.getenv()), new LocalCommands(), OperatingSystem.ofThisMachine(), means);
    }

    /** The programs that the lab runs on this machine, and the Debian and Ubuntu packages that have them. */
    public static Map<String, String> requiredPackages() {
        return HostTools.packages();
    }

    @Override
    public String name() {
        return "lab";
    }

    @Override
    public List<Machine> offer(ClusterRequest request) {
        return LabOffer.of(request);
    }

    @Override
    public List<Problem> preflight(ClusterRequest request) {
        return preflight.problems(request);
    }

    @Override
    public Map<MachineId, SshAccess> acquire(ClusterRequest request, Progress progress) {
        List<Problem> problems = preflight.problems(request);
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
        try (LabLock lock = LabLock.take(paths, request.cluster(), PATIENCE)) {
            return access(build.run(request, progress));
        }
    }

    @Override
    public Map<MachineId, SshAccess> access(String cluster) {
        return store.read(cluster).map(this::access).orElse(Map.of());
    }

    private Map<MachineId, SshAccess> access(LabRecord lab) {
        Map<MachineId, SshAccess> access = new LinkedHashMap<>();
        LabKeys keys = new LabKeys(paths);
        for (LabMachine machine : lab.machines()) {
            keys.hostKey(lab.cluster(), machine.id())
                    .ifPresent(key -> access.put(
                            machine.id(),
                            new SshAccess(
                                    machine.id(),
                                    machine.address(),
                                    22,
                                    "root",
                                    paths.operatorKey(lab.cluster()),
                                    List.of(key))));
        }
        return access;
    }

    @Override
    public long memoryInUse(String cluster) {
        return ControlGroups.ofThisMachine().memoryInUse(cluster);
    }

    @Override
    public Released release(String cluster, Progress progress) {
        repositories.close(cluster);
        try (LabLock lock = LabLock.take(paths, cluster, PATIENCE)) {
            return release.run(cluster, progress);
        }
    }

    @Override
    public Released releaseMachines(String cluster, Set<MachineId> machines, Progress progress) {
        try (LabLock lock = LabLock.take(paths, cluster, PATIENCE)) {
            return store.read(cluster)
                    .map(lab -> departure.run(lab, machines, progress))
                    .orElseGet(() -> new Released(List.of(), List.of(), List.of("the record of the lab")));
        }
    }

    @Override
    public Map<MachineId, PowerState> power(String cluster) {
        Map<MachineId, PowerState> power = new TreeMap<>();
        store.read(cluster).ifPresent(lab -> lab.machines()
                .forEach(machine -> power.put(
                        machine.id(), supervisors.isOn(cluster, machine.id()) ? PowerState.ON : PowerState.OFF)));
        return power;
    }

    @Override
    public void powerOn(String cluster, MachineId machine) {
        locked(cluster, lab -> build.powerOn(lab, List.of(known(lab, machine))));
    }

    @Override
    public void powerOff(String cluster, MachineId machine) {
        locked(cluster, lab -> pullThePlug(lab, machine));
    }

    private void pullThePlug(LabRecord lab, MachineId machine) {
        LabMachine known = known(lab, machine);
        supervisors.stop(lab.cluster(), machine);
        // The supervisor has done both already, unless somebody killed it.
        network.linksDown(lab.cluster(), paths.host(lab.cluster(), machine), known);
        release.killHost(lab.cluster(), machine);
    }

    /** There is nothing to wait for: a machine's new root filesystem is there before it is switched on. */
    @Override
    public Map<MachineId, Answer<PowerState>> reinstall(
            String cluster, Set<MachineId> machines, Optional<Duration> patience, Progress progress) {
        Map<MachineId, Answer<PowerState>> power = new TreeMap<>();
        for (MachineId machine : machines) {
            progress.report(machine + " gets a fresh root filesystem");
            reinstall(cluster, machine, Optional.empty());
            power.put(machine, Answer.of(PowerState.ON));
        }
        return power;
    }

    /**
     * Gives a machine a fresh root filesystem and switches it on. Its drives keep what is on them.
     *
     * @param hostKey its SSH host key from now on, as an installer that knows one would write it; otherwise a new one
     */
    public void reinstall(String cluster, MachineId machine, Optional<Ed25519Key> hostKey) {
        locked(cluster, lab -> {
            pullThePlug(lab, machine);
            installation.renew(cluster, machine, hostKey);
            build.powerOn(lab, List.of(known(lab, machine)));
        });
    }

    @Override
    public void pull(String cluster, PortRef port) {
        locked(cluster, lab -> faults.light(lab, port, false));
    }

    @Override
    public void plug(String cluster, PortRef port) {
        locked(cluster, lab -> faults.light(lab, port, true));
    }

    @Override
    public void exchange(String cluster, PortRef one, PortRef other) {
        locked(cluster, lab -> faults.plugs(lab, one, other, true));
    }

    @Override
    public void exchangeBack(String cluster, PortRef one, PortRef other) {
        locked(cluster, lab -> faults.plugs(lab, one, other, false));
    }

    @Override
    public void packetSize(String cluster, PortRef port, int bytes) {
        locked(cluster, lab -> faults.packetSize(lab, port, bytes));
    }

    @Override
    public void loseIpv4(String cluster, PortRef port) {
        locked(cluster, lab -> faults.ipv4(lab, port, false));
    }

    @Override
    public void passIpv4(String cluster, PortRef port) {
        locked(cluster, lab -> faults.ipv4(lab, port, true));
    }

    @Override
    public void freeze(String cluster, MachineId machine) {
        locked(cluster, lab -> faults.asleep(lab, known(lab, machine), true));
    }

    @Override
    public void thaw(String cluster, MachineId machine) {
        locked(cluster, lab -> faults.asleep(lab, known(lab, machine), false));
    }

    private void locked(String cluster, Consumer<LabRecord> work) {
        try (LabLock lock = LabLock.take(paths, cluster, PATIENCE)) {
            work.accept(existing(cluster));
        }
    }

    @Override
    public Optional<String> serveAptSource(String cluster) {
        return store.read(cluster).flatMap(repositories::serve);
    }

    @Override
    public void close() {
        repositories.closeAll();
    }

    private LabRecord existing(String cluster) {
        return store.read(cluster)
                .orElseThrow(() -> new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.of(
                                "PF-LAB-014",
                                "There is no lab named '" + cluster + "' on this machine.",
                                "Build it first.")));
    }

    private static LabMachine known(LabRecord lab, MachineId machine) {
        return lab.machine(machine)
                .orElseThrow(() -> new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.of(
                                "PF-LAB-014",
                                "The lab " + lab.cluster() + " has no machine named '" + machine + "'.",
                                "Use one of the names that 'status' shows.")));
    }
}
