package io.petaforge.cloud.openstack;

import io.petaforge.api.Answer;
import io.petaforge.api.Charged;
import io.petaforge.api.Charging;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.HostAddresses;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineDiscovery;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRelease;
import io.petaforge.api.Ownership;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Reinstallation;
import io.petaforge.api.Released;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.CloudStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Servers of an OpenStack project. Racks are its availability zones. All that is made carries the cluster's name and a random
 * token, recorded here before the first request: in the metadata of servers and volumes, in the names of everything else.
 */
public final class OpenStackSubstrate
        implements Substrate, Ownership, HostAddresses, Charging, MachineRelease, Reinstallation, MachineDiscovery {
    private final OpenStackSettings settings;
    private final CloudStore<OpenStackRecord> store;
    private final Pause pause;
    private final Cloud cloud;
    private final Optional<Instant> end;

    /**
     * A way to one project; nothing is asked yet.
     *
     * @param directory where each cluster keeps its record and keys, in {@code CLUSTER/openstack/}
     */
    public OpenStackSubstrate(OpenStackSettings settings, OpenStackAccess access, Path directory, Pause pause) {
        this(settings, access, directory, pause, Optional.empty());
    }

    /**
     * As above, for machines that may have an end.
     *
     * @param end when servers switch themselves off. They stay, shut off, until they are released: OpenStack has nothing that
     *     removes a server at a time, and one that could remove itself would carry credentials of the project
     */
    public OpenStackSubstrate(
            OpenStackSettings settings, OpenStackAccess access, Path directory, Pause pause, Optional<Instant> end) {
        this.settings = settings;
        this.end = end;
        this.store = new CloudStore<>(directory, "openstack", OpenStackRecord.class);
        this.pause = pause;
        this.cloud = new Cloud(access, pause);
    }

    @Override
    public String name() {
        return "openstack";
    }

    @Override
    public List<Machine> offer(ClusterRequest request) {
        return asking(() -> {
            List<Problem> problems = new ArrayList<>(Preflight.offline(request, settings));
            Choice.Result choice = new Choice(cloud, settings).of(request);
            problems.addAll(choice.problems());
            if (!problems.isEmpty() || choice.image().isEmpty()) {
                throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
            }
            OpenStackRecord record = Ledger.open(store, request.cluster()).record();
            Offer offer = new Offer(settings);
            return request.machines().stream()
                    .flatMap(machine ->
                            Optional.ofNullable(choice.picks().get(machine.id().value())).stream())
                    .map(pick -> offer.machine(
                            pick,
                            choice.image().get(),
                            // What is being given back is made anew.
                            record.holding(pick.request().id().value()).filter(held -> !record.ending())))
                    .toList();
        });
    }

    @Override
    public Charged charged(ClusterRequest request) {
        return asking(() -> {
            ClusterRequest all = JumpHost.with(request, settings);
            return new Charges(
                            settings,
                            Ledger.open(store, request.cluster()).record(),
                            new Choice(cloud, settings).of(all))
                    .of(all);
        });
    }

    @Override
    public List<Problem> preflight(ClusterRequest request) {
        return new Preflight(cloud, settings)
                .problems(
                        JumpHost.with(request, settings),
                        Ledger.open(store, request.cluster()).record());
    }

    @Override
    public Map<MachineId, SshAccess> acquire(ClusterRequest request, Progress progress) {
        if (store.read(request.cluster()).filter(OpenStackRecord::ending).isPresent()) {
            finish(request.cluster(), progress);
        }
        List<Problem> problems = preflight(request);
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
        return asking(() -> {
            new Acquisition(cloud, settings, store, pause, progress, request, end).run();
            return access(request.cluster());
        });
    }

    /** Half of a cluster, with servers and volumes that are being deleted, is nothing to build on. */
    private void finish(String cluster, Progress progress) {
        progress.report("giving back the rest of the cluster that an earlier run began to give back");
        List<String> remaining = release(cluster, progress).remaining();
        if (!remaining.isEmpty()) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-OS-027",
                            "An earlier run began to give the cluster back, and the cloud does not give up "
                                    + String.join(", ", remaining) + ".",
                            "See the cloud's own log, then run the same command again."));
        }
    }

    @Override
    public Map<MachineId, SshAccess> access(String cluster) {
        Map<MachineId, SshAccess> access = new LinkedHashMap<>();
        Optional<OpenStackRecord> record = store.read(cluster);
        Optional<SshAccess.Jump> jump = settings.jump()
                .or(() -> record.flatMap(
                        known -> JumpHost.way(known, settings.user(), JumpHost.SSH, store.operatorKey(cluster))));
        record.map(OpenStackRecord::machines).orElse(List.of()).stream()
                .filter(held -> held.stage() == Held.Stage.ACTIVE && !JumpHost.is(held))
                .filter(held -> jump.isPresent() || !settings.makesJumpHost())
                .forEach(held -> access.put(
                        held.id(),
                        new SshAccess(
                                held.id(),
                                held.floating().isEmpty() ? held.address() : held.floating(),
                                JumpHost.SSH,
                                settings.user(),
                                store.operatorKey(cluster),
                                List.of(held.hostKey()),
                                jump)));
        return access;
    }

    @Override
    public Map<MachineId, List<String>> addresses(ClusterRequest request) {
        Map<MachineId, List<String>> addresses = new LinkedHashMap<>();
        store.read(request.cluster()).map(OpenStackRecord::machines).orElse(List.of()).stream()
                .filter(held -> !held.address().isEmpty() && !JumpHost.is(held))
                .forEach(held -> addresses.put(held.id(), List.of(held.address())));
        return addresses;
    }

    @Override
    public Released release(String cluster, Progress progress) {
        return asking(() -> {
            Optional<OpenStackRecord> record = store.read(cluster);
            if (record.isEmpty()) {
                return new Released(List.of(), List.of(), List.of("the record of what was made in OpenStack"));
            }
            store.write(cluster, record.get().end());
            Sweep sweep = new Sweep(cloud, settings, record.get().names(), pause, progress);
            Released released = record.get().settled(settings) ? sweep.all() : sweep.allAndLater();
            if (released.remaining().isEmpty()) {
                store.delete(cluster);
            }
            return released;
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
                return new Released(List.of(), List.of(), List.of("the record of what was made in OpenStack"));
            }
            List<Released> parts = new ArrayList<>();
            for (Held held : leaving) {
                Released released = new Sweep(cloud, settings, ledger.record().names(), pause, progress)
                        .machinesOnly(held.attempt()::equals);
                parts.add(released);
                if (released.remaining().isEmpty()) {
                    ledger.remove(held);
                }
            }
            return Released.all(parts);
        });
    }

    @Override
    public List<Problem> obstacles(String cluster, Set<MachineId> machines) {
        return asking(() -> rebuilding(cluster, Progress.SILENT).obstacles(machines));
    }

    /** Nova itself tells when the new system has started; how long it may take is a setting of the inventory. */
    @Override
    public Map<MachineId, Answer<PowerState>> reinstall(
            String cluster, Set<MachineId> machines, Optional<Duration> patience, Progress progress) {
        return asking(() -> {
            Rebuilding rebuilding = rebuilding(cluster, progress);
            List<Problem> problems = rebuilding.obstacles(machines);
            if (!problems.isEmpty()) {
                throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
            }
            rebuilding.run(machines);
            Map<MachineId, Answer<PowerState>> answers = new LinkedHashMap<>();
            machines.forEach(machine -> answers.put(machine, Answer.of(PowerState.ON)));
            return answers;
        });
    }

    private Rebuilding rebuilding(String cluster, Progress progress) {
        Ledger ledger = Ledger.open(store, cluster);
        return new Rebuilding(
                cloud, settings, ledger, new Making(cloud, settings, store, ledger, pause, end), pause, progress);
    }

    @Override
    public List<Discovered> discover(String cluster) {
        return asking(() -> new Discovery(cloud, settings, store.operatorKey(cluster)).of(cluster));
    }

    @Override
    public List<Orphan> orphans(String cluster) {
        return asking(() -> strays(cluster).orphans());
    }

    private Strays strays(String cluster) {
        return new Strays(
                cloud, settings, pause, cluster, Ledger.open(store, cluster).record());
    }

    @Override
    public void adopt(String cluster, String identity, MachineId machine) {
        throw new PetaforgeException(
                ExitCode.BAD_INPUT,
                Problem.of(
                        "PF-OS-025",
                        "A server that is not in the cluster's record runs with a host key that nobody here knows, so"
                                + " it cannot be trusted over SSH.",
                        "Release it: the next build makes another. What a killed run left of this record is used again"
                                + " by itself."));
    }

    @Override
    public Released releaseOrphans(String cluster, List<String> identities, Progress progress) {
        return asking(() -> strays(cluster).release(identities, progress));
    }

    @Override
    public void close() {
        cloud.close();
    }

    private static <T> T asking(Supplier<T> work) {
        try {
            return work.get();
        } catch (CloudFailure e) {
            throw e.asPetaforge();
        }
    }
}
