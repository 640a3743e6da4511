package io.petaforge.cloud.aws;

import io.petaforge.api.Answer;
import io.petaforge.api.Charged;
import io.petaforge.api.Charging;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.HostAddresses;
import io.petaforge.api.Inspection;
import io.petaforge.api.Inspector;
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
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.CloudStore;
import io.petaforge.cloud.ClusterTags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Machines of Amazon EC2 in a network of the cluster's own. Everything that is made bears the cluster's name and a random
 * token from its record, from the request that makes it: so a later run finds what a killed one left.
 */
public final class AwsSubstrate
        implements Substrate,
                PowerControl,
                Ownership,
                HostAddresses,
                Charging,
                MachineRelease,
                Reinstallation,
                MachineDiscovery {
    private final AwsSettings settings;
    private final CloudStore<AwsRecord> store;
    private final Inspector inspector;
    private final Pause pause;
    private final Ec2 ec2;
    private final Optional<Quotas> quotas;
    private final LostThings lost;

    /**
     * A way to one region; nothing is asked yet.
     *
     * @param directory where each cluster keeps its record and keys, in {@code CLUSTER/aws/}
     * @param inspector asks machines for the serials of their own drives, which EC2 does not know
     * @param trace told of every request that was made, without what was sent
     */
    public AwsSubstrate(
            AwsSettings settings,
            AwsKey key,
            Path directory,
            Inspector inspector,
            Pause pause,
            Consumer<ServiceRequest> trace) {
        this.settings = settings;
        this.store = new CloudStore<>(directory, "aws", AwsRecord.class);
        this.inspector = inspector;
        this.pause = pause;
        Ec2Connection connection = Ec2Connection.open(settings.address(), settings.region(), key);
        this.ec2 = new Ec2(connection, pause, trace);
        this.quotas = settings.quotasAddress().map(address -> new Quotas(connection.quotas(), address, pause, trace));
        this.lost = new LostThings(ec2, pause);
    }

    @Override
    public String name() {
        return "aws";
    }

    @Override
    public List<Machine> offer(ClusterRequest request) {
        return asking(() -> {
            AwsRecord record = record(request.cluster());
            refuse(ExitCode.BAD_INPUT, RequestCheck.problems(request, settings, record));
            return new Offer(settings, record, ec2.types(types(request, record)), this::inspected).of(request);
        });
    }

    @Override
    public Charged charged(ClusterRequest request) {
        return asking(() -> {
            ClusterRequest all = JumpHost.with(request, settings);
            AwsRecord record = record(request.cluster());
            return new Charges(settings, record, ec2.types(types(all, record))).of(all);
        });
    }

    private Map<MachineId, Answer<Inspection>> inspected(AwsRecord record, Collection<MachineId> machines) {
        Map<MachineId, SshAccess> access = access(record.cluster());
        return inspector.inspect(
                machines.stream().filter(access::containsKey).map(access::get).toList());
    }

    private Collection<String> types(ClusterRequest request, AwsRecord record) {
        List<String> types = new ArrayList<>(RequestCheck.types(request, settings));
        record.batches().stream()
                .map(AwsRecord.Batch::type)
                .filter(type -> !types.contains(type))
                .distinct()
                .forEach(types::add);
        return types;
    }

    @Override
    public List<Problem> preflight(ClusterRequest request) {
        return preflight(request, Progress.SILENT);
    }

    private List<Problem> preflight(ClusterRequest request, Progress progress) {
        return new AwsPreflight(ec2, quotas, settings, progress).problems(request, record(request.cluster()));
    }

    @Override
    public Map<MachineId, SshAccess> acquire(ClusterRequest request, Progress progress) {
        refuse(ExitCode.PREFLIGHT, preflight(request, progress));
        ClusterRequest all = JumpHost.with(request, settings);
        return asking(() -> {
            Ledger ledger = Ledger.open(store, request.cluster(), settings);
            ledger.begin();
            ClusterTags tags = ledger.record().tags();
            NetworkBuild build = new NetworkBuild(ec2, settings, tags, pause, progress);
            Network network = build.ensure();
            Ec2.Image image = ec2.newestImage(
                            settings.image().owner(), settings.image().name())
                    .orElseThrow();
            Map<String, InstanceType> types = ec2.types(types(all, ledger.record()));
            try {
                new Launch(ec2, settings, store, ledger, pause, progress, all, network, image, types).run();
            } catch (PetaforgeException e) {
                // No machine of the cluster is left: then nothing is.
                if (e.exitCode() == ExitCode.PREFLIGHT
                        && ledger.record().machines().isEmpty()) {
                    release(request.cluster(), progress);
                }
                throw e;
            }
            build.finish(network);
            return access(request.cluster());
        });
    }

    @Override
    public Map<MachineId, SshAccess> access(String cluster) {
        return store.read(cluster)
                .map(record -> Access.of(record, settings.user(), store.operatorKey(cluster)))
                .orElse(Map.of());
    }

    @Override
    public Map<MachineId, List<String>> addresses(ClusterRequest request) {
        Map<MachineId, List<String>> addresses = new TreeMap<>();
        held(request.cluster()).stream()
                .filter(held -> !held.privateAddress().isEmpty())
                .forEach(held -> addresses.put(new MachineId(held.machine()), List.of(held.privateAddress())));
        return addresses;
    }

    @Override
    public Released release(String cluster, Progress progress) {
        return asking(() -> new AwsRelease(ec2, store, settings, pause, progress).all(cluster));
    }

    @Override
    public Released releaseMachines(String cluster, Set<MachineId> machines, Progress progress) {
        return asking(() -> new AwsRelease(ec2, store, settings, pause, progress).some(cluster, machines));
    }

    @Override
    public List<Problem> obstacles(String cluster, Set<MachineId> machines) {
        return asking(() -> new RootReplacement(ec2, Ledger.open(store, cluster, settings), pause, Progress.SILENT)
                .obstacles(machines, settings.end()));
    }

    /** EC2 itself restarts the machines, and tells when: it is waited for in any case, for as long as one may take to start. */
    @Override
    public Map<MachineId, Answer<PowerState>> reinstall(
            String cluster, Set<MachineId> machines, Optional<Duration> patience, Progress progress) {
        return asking(() -> {
            RootReplacement replacement =
                    new RootReplacement(ec2, Ledger.open(store, cluster, settings), pause, progress);
            refuse(ExitCode.PREFLIGHT, replacement.obstacles(machines, settings.end()));
            replacement.run(machines, patience.orElse(settings.startTimeout()));
            Map<MachineId, Answer<PowerState>> answers = new TreeMap<>();
            machines.forEach(machine -> answers.put(machine, Answer.of(PowerState.ON)));
            return answers;
        });
    }

    @Override
    public List<Discovered> discover(String cluster) {
        return asking(() -> Discovery.of(
                cluster,
                ec2.instances(Map.of(ClusterTags.CLUSTER, cluster)),
                settings.user(),
                store.operatorKey(cluster)));
    }

    @Override
    public List<Orphan> orphans(String cluster) {
        return asking(() -> lost.list(cluster, token(cluster)));
    }

    @Override
    public void adopt(String cluster, String identity, MachineId machine) {
        throw LostThings.notAdopted(identity);
    }

    @Override
    public Released releaseOrphans(String cluster, List<String> identities, Progress progress) {
        return asking(() -> lost.release(cluster, token(cluster), identities, progress));
    }

    private String token(String cluster) {
        return store.read(cluster).map(AwsRecord::token).orElse("");
    }

    @Override
    public Map<MachineId, PowerState> power(String cluster) {
        return asking(() -> {
            Optional<AwsRecord> record = store.read(cluster);
            Map<String, Instance> instances =
                    record.map(known -> ec2.instancesById(known.tags().tags())).orElse(Map.of());
            Map<MachineId, PowerState> power = new TreeMap<>();
            held(cluster).forEach(held -> {
                Instance instance = instances.get(held.instance());
                power.put(
                        new MachineId(held.machine()),
                        instance == null || instance.gone()
                                ? PowerState.ABSENT
                                : instance.alive() ? PowerState.ON : PowerState.OFF);
            });
            return power;
        });
    }

    @Override
    public void powerOn(String cluster, MachineId machine) {
        asking(() -> {
            ec2.start(List.of(instance(cluster, machine)));
            return machine;
        });
    }

    @Override
    public void powerOff(String cluster, MachineId machine) {
        asking(() -> {
            ec2.stop(List.of(instance(cluster, machine)), true);
            return machine;
        });
    }

    private String instance(String cluster, MachineId machine) {
        return held(cluster).stream()
                .filter(held -> held.machine().equals(machine.value()))
                .map(AwsRecord.Held::instance)
                .findFirst()
                .orElseThrow(() -> new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.of(
                                "PF-AWS-032",
                                "The cluster " + cluster + " holds no machine '" + machine + "' of EC2.",
                                "Use one of the names that 'status' shows.")));
    }

    /** Machines of the plan. */
    private List<AwsRecord.Held> held(String cluster) {
        return store.read(cluster).map(AwsRecord::machines).orElse(List.of()).stream()
                .filter(held -> !held.machine().equals(JumpHost.NAME))
                .toList();
    }

    private AwsRecord record(String cluster) {
        return Ledger.open(store, cluster, settings).record();
    }

    @Override
    public void close() {
        ec2.close();
    }

    private static void refuse(ExitCode code, List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new PetaforgeException(code, problems);
        }
    }

    private static <T> T asking(Supplier<T> work) {
        try {
            return work.get();
        } catch (CloudFailure e) {
            throw e.asPetaforge();
        }
    }
}
