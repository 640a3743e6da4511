package io.petaforge.maas;

import io.petaforge.api.Answer;
import io.petaforge.api.Candidates;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Hardware;
import io.petaforge.api.HardwareReport;
import io.petaforge.api.HostAddresses;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineDiscovery;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRelease;
import io.petaforge.api.Ownership;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerControl;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Reinstallation;
import io.petaforge.api.Released;
import io.petaforge.api.ServiceRequest;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Machines of a MAAS region. Their racks are its zones; a machine is ours when MAAS holds it under an agent name that is
 * recorded here before MAAS is asked for it.
 */
public final class MaasSubstrate
        implements Substrate,
                PowerControl,
                Ownership,
                HardwareReport,
                Candidates,
                HostAddresses,
                MachineRelease,
                Reinstallation,
                MachineDiscovery {
    /** What is said when the operator ends a wait. */
    public static final Problem STOPPED = Problem.of(
            "PF-MAAS-030",
            "Stopped while MAAS was working.",
            "Run the same command again: it goes on with the machines that are recorded.");

    private final MaasSettings settings;
    private final MaasStore store;
    private final Pause pause;
    private final MaasHttp http;
    private final Maas maas;
    private final Offers offers;
    private final Switching switches;
    private Optional<ClusterRequest> passed = Optional.empty();

    /**
     * A way to one region; nothing is asked yet.
     *
     * @param directory where each cluster keeps its record and keys, in {@code CLUSTER/maas/}
     * @param trace told of every request that was made, from any thread
     */
    public MaasSubstrate(
            MaasSettings settings, MaasKey key, Path directory, Pause pause, Consumer<ServiceRequest> trace) {
        this.settings = settings;
        this.store = new MaasStore(directory);
        this.pause = pause;
        this.http = new MaasHttp(settings.url(), key, settings.authority(), pause, trace);
        this.maas = new Maas(http);
        this.offers = new Offers(maas, settings, store);
        this.switches = new Switching(maas, store);
    }

    @Override
    public String name() {
        return "maas";
    }

    @Override
    public List<Machine> offer(ClusterRequest request) {
        return asking(() -> offers.machines(request));
    }

    @Override
    public Found candidates(ClusterRequest request) {
        return asking(() -> offers.candidates(request));
    }

    @Override
    public Map<MachineId, List<String>> addresses(ClusterRequest request) {
        return asking(() -> offers.addresses(request));
    }

    @Override
    public List<Problem> preflight(ClusterRequest request) {
        List<Problem> problems = new MaasPreflight(maas, settings)
                .problems(request, Ledger.open(store, request.cluster()).record());
        passed = problems.isEmpty() ? Optional.of(request) : Optional.empty();
        return problems;
    }

    @Override
    public Map<MachineId, SshAccess> acquire(ClusterRequest request, Progress progress) {
        // Who has just asked need not wait for the same answers again; the machines themselves are chosen anew anyway.
        List<Problem> problems = passed.filter(request::equals).isPresent() ? List.of() : preflight(request);
        passed = Optional.empty();
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
        if (http.isPlain()) {
            progress.report("MAAS is reached over http: its API key crosses the network readable");
        }
        return asking(() -> {
            new Acquisition(maas, settings, store, pause, progress, request).run();
            return access(request.cluster());
        });
    }

    @Override
    public Map<MachineId, SshAccess> access(String cluster) {
        Map<MachineId, SshAccess> access = new LinkedHashMap<>();
        MaasRecord record = Ledger.open(store, cluster).record();
        record.machines().stream()
                // One that is deployed anew comes back with the address and the key that it had.
                .filter(held -> held.stage() == Held.Stage.DEPLOYED
                        || record.underWay(held).isPresent())
                .forEach(held ->
                        access.put(held.id(), way(cluster, held.id(), held.address(), List.of(held.hostKey()))));
        return access;
    }

    private SshAccess way(String cluster, MachineId machine, String address, List<String> hostKeys) {
        return new SshAccess(machine, address, 22, settings.user(), store.operatorKey(cluster), hostKeys);
    }

    @Override
    public Released release(String cluster, Progress progress) {
        return asking(() -> {
            Optional<MaasRecord> record = store.read(cluster);
            if (record.isEmpty()) {
                return new Released(List.of(), List.of(), List.of("the record of machines taken from MAAS"));
            }
            List<Node> ours = maas.ofAgent(record.get().agent());
            List<String> gone = record.get().machines().stream()
                    .filter(held -> ours.stream().noneMatch(node -> node.id().equals(held.node())))
                    .map(held -> held.label() + ", which MAAS does not hold for the cluster")
                    .toList();
            Released released = given(
                    Ledger.open(store, cluster),
                    record.get().machines(),
                    progress,
                    new Giving(maas, settings, pause, progress).giveBack(cluster, ours, gone));
            if (released.remaining().isEmpty()) {
                store.delete(cluster);
            }
            List<String> checked = new ArrayList<>(released.checked());
            record.get()
                    .quarantined()
                    .forEach(machine -> checked.add("left in quarantine: " + machine.hostname() + " (" + machine.node()
                            + "), " + machine.reason()));
            return new Released(released.removed(), released.remaining(), checked);
        });
    }

    @Override
    public Released releaseMachines(String cluster, Set<MachineId> machines, Progress progress) {
        return asking(() -> {
            Ledger ledger = Ledger.open(store, cluster);
            List<Held> leaving = ledger.record().machines().stream()
                    .filter(held -> machines.contains(held.id()))
                    .toList();
            if (leaving.isEmpty()) {
                return new Released(List.of(), List.of(), List.of("the record of machines taken from MAAS"));
            }
            Set<String> wanted = leaving.stream().map(Held::node).collect(Collectors.toSet());
            List<Node> ours = held(ledger, wanted);
            List<String> gone = leaving.stream()
                    .filter(held -> ours.stream().noneMatch(node -> node.id().equals(held.node())))
                    .map(held -> held.label() + ", which MAAS does not hold for the cluster")
                    .toList();
            Released released = new Giving(maas, settings, pause, progress).giveBack(cluster, ours, gone);
            // By MAAS's word: what it still holds for the cluster stays recorded.
            Set<String> still = held(ledger, wanted).stream().map(Node::id).collect(Collectors.toSet());
            List<Held> left = leaving.stream()
                    .filter(held -> !still.contains(held.node()))
                    .toList();
            left.forEach(ledger::remove);
            return given(ledger, left, progress, released);
        });
    }

    /** What was deployed anew is described in MAAS as it was before. */
    private Released given(Ledger ledger, List<Held> machines, Progress progress, Released released) {
        List<String> remaining = new ArrayList<>(released.remaining());
        remaining.addAll(new Renewals(maas, ledger, progress)
                .restore(machines.stream().map(Held::node).collect(Collectors.toSet())));
        return new Released(released.removed(), remaining, released.checked());
    }

    @Override
    public List<Problem> obstacles(String cluster, Set<MachineId> machines) {
        return asking(() -> new RedeployCheck(maas, Ledger.open(store, cluster)).problems(machines));
    }

    /** MAAS itself waits until the new system has started; how long at most is a setting of the inventory. */
    @Override
    public Map<MachineId, Answer<PowerState>> reinstall(
            String cluster, Set<MachineId> machines, Optional<Duration> patience, Progress progress) {
        List<Problem> problems = obstacles(cluster, machines);
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
        asking(() ->
                new Redeployment(maas, settings, store, Ledger.open(store, cluster), pause, progress).run(machines));
        Map<MachineId, Answer<PowerState>> answers = new TreeMap<>();
        machines.forEach(machine -> answers.put(machine, Answer.of(PowerState.ON)));
        return answers;
    }

    private List<Node> held(Ledger ledger, Set<String> nodes) {
        return maas.ofAgent(ledger.record().agent()).stream()
                .filter(node -> nodes.contains(node.id()))
                .toList();
    }

    /** Of those that the key's user holds: others' are none of ours. */
    @Override
    public List<Discovered> discover(String cluster) {
        return asking(() -> Orphans.annotated(maas, cluster).stream()
                .filter(node -> node.status() == NodeStatus.DEPLOYED)
                .flatMap(node -> Orphans.machine(node).stream()
                        .flatMap(id -> node.address().stream().map(address -> way(cluster, id, address, List.of()))))
                .map(way -> new Discovered(way.machine().group(), way))
                .toList());
    }

    @Override
    public List<Orphan> orphans(String cluster) {
        return asking(() -> new Orphans(maas, settings, Ledger.open(store, cluster)).list());
    }

    @Override
    public void adopt(String cluster, String identity, MachineId machine) {
        asking(() -> {
            new Orphans(maas, settings, Ledger.open(store, cluster)).adopt(identity, machine, machine.group());
            return identity;
        });
    }

    @Override
    public Released releaseOrphans(String cluster, List<String> identities, Progress progress) {
        return asking(() -> {
            List<Node> orphans = new Orphans(maas, settings, Ledger.open(store, cluster)).nodes();
            List<String> unknown = identities.stream()
                    .filter(id -> orphans.stream().noneMatch(node -> node.id().equals(id)))
                    .toList();
            if (!unknown.isEmpty()) {
                throw new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.of(
                                "PF-MAAS-025",
                                "No orphans of the cluster: " + String.join(", ", unknown) + ".",
                                "Use those that the list of orphans shows."));
            }
            return new Giving(maas, settings, pause, progress)
                    .giveBack(
                            cluster,
                            orphans.stream()
                                    .filter(node -> identities.contains(node.id()))
                                    .toList(),
                            List.of());
        });
    }

    @Override
    public List<Hardware> hardware(String cluster) {
        return asking(() -> {
            List<Held> machines = store.read(cluster).map(MaasRecord::machines).orElse(List.of());
            Map<String, Node> nodes =
                    maas.byIds(machines.stream().map(Held::node).toList());
            List<Supplier<Hardware>> readings = new ArrayList<>();
            for (Held held : machines) {
                Node node = nodes.get(held.node());
                if (node != null) {
                    readings.add(() -> HardwareReader.hardware(
                            held.id(),
                            node,
                            maas.results(held.node(), "current-commissioning", Optional.of(HardwareReader.LLDP_SCRIPT)),
                            maas.results(held.node(), "current-testing", Optional.empty())));
                }
            }
            return Pipeline.all(readings, Supplier::get);
        });
    }

    @Override
    public Map<MachineId, PowerState> power(String cluster) {
        return asking(() -> switches.states(cluster));
    }

    @Override
    public void powerOn(String cluster, MachineId machine) {
        asking(() -> switches.on(cluster, machine));
    }

    @Override
    public void powerOff(String cluster, MachineId machine) {
        asking(() -> switches.off(cluster, machine));
    }

    @Override
    public void close() {
        // Connections end by themselves.
    }

    private static void asking(Runnable work) {
        asking(() -> {
            work.run();
            return "";
        });
    }

    private static <T> T asking(Supplier<T> work) {
        try {
            return work.get();
        } catch (MaasFailure e) {
            throw e.asPetaforge();
        }
    }
}
