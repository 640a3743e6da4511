package io.petaforge.cloud.aws;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.CloudStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** From a request and a network to running machines. {@link #run} is its table of contents. */
final class Launch {
    /** Machines take half a minute to run. */
    static final Duration TICK = Duration.ofSeconds(5);

    private final Ec2 ec2;
    private final AwsSettings settings;
    private final CloudStore<AwsRecord> store;
    private final Ledger ledger;
    private final Pause pause;
    private final Progress progress;
    private final ClusterRequest request;
    private final Network network;
    private final Ec2.Image image;
    private final Map<String, InstanceType> types;
    private final Set<String> ours = new TreeSet<>();

    Launch(
            Ec2 ec2,
            AwsSettings settings,
            CloudStore<AwsRecord> store,
            Ledger ledger,
            Pause pause,
            Progress progress,
            ClusterRequest request,
            Network network,
            Ec2.Image image,
            Map<String, InstanceType> types) {
        this.ec2 = ec2;
        this.settings = settings;
        this.store = store;
        this.ledger = ledger;
        this.pause = pause;
        this.progress = progress;
        this.request = request;
        this.network = network;
        this.image = image;
        this.types = types;
    }

    void run() {
        askAgain(look());
        take(missing(look()));
        await();
    }

    private Observed look() {
        Observed now = Observed.of(
                ledger.record(), ec2.instances(ledger.record().tags().tags()));
        List<AwsRecord.Held> held = new ArrayList<>();
        now.machines().forEach((name, instance) -> held.add(held(name, instance)));
        ledger.hold(held);
        if (!now.surplus().isEmpty()) {
            progress.report("removing " + now.surplus().size() + " machines that were made twice");
            ec2.terminate(now.surplus().stream().map(Instance::id).toList());
        }
        return now;
    }

    private AwsRecord.Held held(String name, Instance instance) {
        String batch = instance.tags().getOrDefault(LaunchRequest.BATCH, "");
        return new AwsRecord.Held(
                name,
                batch,
                instance.id(),
                instance.privateAddress(),
                instance.publicAddress(),
                store.hostKey(request.cluster(), name, batch).get(1),
                AwsRecord.Held.volumes(ledger.record().holding(name), instance));
    }

    /**
     * Requests that made nothing that can be seen. Those whose answer no run has heard are sent again under the same token; of
     * the others the machines are gone since long.
     */
    private void askAgain(Observed now) {
        for (AwsRecord.Batch batch : ledger.record().batches()) {
            if (now.answered().contains(batch.token())) {
                continue;
            }
            Optional<MachineRequest> one = request.machines().stream()
                    .filter(machine -> machine.group().equals(batch.group()))
                    .findFirst();
            boolean wanted = one.isPresent()
                    && !batch.heard()
                    && types.containsKey(batch.type())
                    && batch.machines().stream()
                            .noneMatch(name -> now.machines().containsKey(name));
            try {
                if (wanted) {
                    progress.report("asking EC2 again for " + batch.machines().size() + " " + batch.type()
                            + ": a run did not live to hear the answer");
                    ours.add(batch.token());
                    send(batch, one.get());
                    ledger.put(batch.answered());
                    continue;
                }
            } catch (CloudFailure e) {
                if (e.kind() != CloudFailure.Kind.CAPACITY
                        && e.kind() != CloudFailure.Kind.REFUSED
                        && e.kind() != CloudFailure.Kind.QUOTA) {
                    throw e;
                }
            }
            ledger.forget(batch.token());
        }
    }

    private List<MachineRequest> missing(Observed now) {
        return request.machines().stream()
                .filter(machine -> !now.machines().containsKey(machine.id().value()))
                .toList();
    }

    /** All or none: when some cannot be had, those that this run has taken are given back. */
    private void take(List<MachineRequest> missing) {
        Map<String, List<MachineRequest>> places = missing.stream()
                .sorted(Comparator.comparing(MachineRequest::id))
                .collect(Collectors.groupingBy(
                        machine -> machine.group() + " " + machine.rack(), TreeMap::new, Collectors.toList()));
        try {
            places.values().forEach(this::take1);
        } catch (PetaforgeException | CloudFailure e) {
            giveBack();
            throw e;
        }
    }

    private void take1(List<MachineRequest> machines) {
        MachineRequest one = machines.get(0);
        new Capacity(settings, pause, progress, this::ask).all(one.group(), one.rack(), machines);
    }

    private int ask(String type, boolean spot, List<MachineRequest> machines, int least) {
        MachineRequest one = machines.get(0);
        String zone = settings.zone(one.rack());
        AwsRecord.Batch batch = new AwsRecord.Batch(
                UUID.randomUUID().toString(),
                one.group(),
                one.rack(),
                zone,
                settings.racks(zone).indexOf(one.rack()) + 1,
                type,
                spot,
                image.id(),
                image.rootDevice(),
                settings.end().map(Instant::toString).orElse(""),
                least,
                machines.stream().map(machine -> machine.id().value()).toList(),
                false);
        ours.add(batch.token());
        ledger.put(batch);
        int got;
        try {
            got = send(batch, one);
            ledger.put(batch.answered());
        } catch (CloudFailure e) {
            // It was answered, and made nothing.
            if (e.kind() == CloudFailure.Kind.CAPACITY) {
                ledger.forget(batch.token());
            }
            throw e;
        }
        progress.report("asked for " + machines.size() + " " + type + (spot ? " as spot" : "") + " in " + zone
                + (got == machines.size() ? "" : ", got " + got));
        return got;
    }

    private int send(AwsRecord.Batch batch, MachineRequest one) {
        InstanceType type = types.get(batch.type());
        Drives drives = Optional.ofNullable(type)
                .flatMap(known -> Drives.of(known, one.disks()))
                .orElseThrow();
        return ec2.run(
                batch.image(),
                batch.least(),
                batch.machines().size(),
                LaunchRequest.parameters(settings, ledger.record().tags(), batch, drives, network),
                BatchUserData.of(
                        batch.machines().stream()
                                .map(name -> new BatchUserData.Identity(
                                        name, store.hostKey(request.cluster(), name, batch.token())))
                                .toList(),
                        settings.user(),
                        settings.image().user(),
                        store.operatorPublic(request.cluster()),
                        batch.end().isEmpty() ? Optional.empty() : Optional.of(Instant.parse(batch.end()))));
    }

    private void giveBack() {
        List<String> taken = ec2.instances(ledger.record().tags().tags()).stream()
                .filter(instance -> ours.contains(instance.tags().get(LaunchRequest.BATCH)) && !instance.gone())
                .map(Instance::id)
                .toList();
        if (!taken.isEmpty()) {
            progress.report("giving back " + taken.size() + " machines: the others could not be had");
            ec2.terminate(taken);
        }
    }

    private void await() {
        Instant since = pause.clock().instant();
        int replaced = 0;
        while (true) {
            Observed now = look();
            List<MachineRequest> missing = missing(now);
            List<String> late = request.machines().stream()
                    .map(machine -> machine.id().value())
                    .filter(name -> Optional.ofNullable(now.machines().get(name))
                            .filter(instance -> !ready(name, instance))
                            .isPresent())
                    .toList();
            if (missing.isEmpty() && late.isEmpty()) {
                progress.report(request.machines().size() + " machines run");
                return;
            }
            start(now);
            boolean slow = Duration.between(since, pause.clock().instant()).compareTo(settings.startTimeout()) > 0;
            if (slow && !late.isEmpty()) {
                ec2.terminate(late.stream()
                        .flatMap(name -> Optional.ofNullable(now.machines().get(name)).stream())
                        .map(Instance::id)
                        .toList());
            }
            if (slow || !missing.isEmpty()) {
                replaced += missing.size() + (slow ? late.size() : 0);
                if (replaced > settings.replacements()) {
                    throw failed(now, missing, late);
                }
                missing.forEach(machine -> progress.report(
                        machine.id() + " " + why(now, machine.id().value()) + ": another takes its place"));
                take(missing);
                since = pause.clock().instant();
            }
            pause.sleep(TICK);
        }
    }

    private boolean ready(String name, Instance instance) {
        boolean hidden = settings.jump().isPresent() && !name.equals(JumpHost.NAME);
        return instance.state().equals("running")
                && !instance.privateAddress().isEmpty()
                && (hidden || !instance.publicAddress().isEmpty());
    }

    private void start(Observed now) {
        List<String> off = now.machines().values().stream()
                .filter(instance -> instance.state().equals("stopped"))
                .map(Instance::id)
                .sorted()
                .toList();
        if (!off.isEmpty()) {
            ec2.start(off);
        }
    }

    private static String why(Observed now, String machine) {
        Instance ended = now.ended().get(machine);
        return ended == null ? "is gone" : "ended" + (ended.reason().isEmpty() ? "" : " (" + ended.reason() + ")");
    }

    private PetaforgeException failed(Observed now, List<MachineRequest> missing, List<String> late) {
        List<Problem> problems = new ArrayList<>();
        missing.forEach(machine -> problems.add(Problem.of(
                "PF-AWS-021",
                "The machine of " + machine.id() + " " + why(now, machine.id().value()) + ", and "
                        + settings.replacements() + " were replaced already.",
                "Run the same command again, or allow more under substrate.aws.replacements.")));
        late.forEach(name -> problems.add(Problem.of(
                "PF-AWS-022",
                "The machine of " + name + " did not run after "
                        + settings.startTimeout().toMinutes() + " min.",
                "Run the same command again: another takes its place.")));
        return new PetaforgeException(ExitCode.STEP_FAILED, problems);
    }
}
