package io.petaforge.cloud.aws;

import io.petaforge.api.Pause;
import io.petaforge.api.Progress;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.CloudFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The volumes that came in the place of old root volumes: what becomes of them in the record, and their tags. */
final class NewRoots {
    /** EC2 tells of a volume some seconds after it has put it in its place. */
    private static final int LOOKS = 6;
    /** A task takes some minutes. */
    private static final Duration SETTLING = Duration.ofMinutes(10);

    private final Ec2 ec2;
    private final Ledger ledger;
    private final RootTasks tasks;
    private final Pause pause;
    private final Progress progress;

    NewRoots(Ec2 ec2, Ledger ledger, RootTasks tasks, Pause pause, Progress progress) {
        this.ec2 = ec2;
        this.ledger = ledger;
        this.tasks = tasks;
        this.pause = pause;
        this.progress = progress;
    }

    /**
     * Before machines are ended: a task that a killed run left under way would go on making a volume that nobody knows.
     * Nothing is asked where nothing was left.
     */
    void settle() {
        List<String> left = ledger.record().renewing();
        if (left.isEmpty()) {
            return;
        }
        Instant deadline = pause.clock().instant().plus(SETTLING);
        boolean said = false;
        while (tasks.of(left).stream().anyMatch(task -> !task.over())
                && pause.clock().instant().isBefore(deadline)) {
            if (!said) {
                progress.report("waiting for new root volumes that a run before this one asked for");
                said = true;
            }
            pause.sleep(Launch.TICK);
        }
        keep(left, instances());
    }

    /** The cluster's instances as they are now, by their ids. */
    Map<String, Instance> instances() {
        return ec2.instancesById(ledger.record().tags().tags());
    }

    /**
     * Writes down which volumes instances have now whose tasks have succeeded, and gives them the cluster's tags.
     *
     * @param before the instances as they were before: it is looked again until they have others
     */
    void recognise(Collection<String> renewed, Map<String, Instance> before) {
        if (renewed.isEmpty()) {
            return;
        }
        Map<String, Instance> now = instances();
        for (int look = 1; look < LOOKS && !changed(renewed, before, now); look++) {
            pause.sleep(Launch.TICK);
            now = instances();
        }
        keep(renewed, now);
    }

    private void keep(Collection<String> renewed, Map<String, Instance> seen) {
        List<AwsRecord.Held> machines = new ArrayList<>();
        Map<String, List<String>> roots = new TreeMap<>();
        for (AwsRecord.Held held : ledger.record().machines()) {
            Optional<Instance> instance =
                    Optional.ofNullable(seen.get(held.instance())).filter(one -> renewed.contains(one.id()));
            machines.add(instance.map(held::seen).orElse(held));
            instance.flatMap(Instance::rootVolume)
                    .ifPresent(volume -> roots.computeIfAbsent(held.batch(), batch -> new ArrayList<>())
                            .add(volume));
        }
        ledger.hold(machines);
        roots.forEach(this::tag);
        ledger.renewed(renewed);
    }

    private static boolean changed(
            Collection<String> renewed, Map<String, Instance> before, Map<String, Instance> now) {
        return renewed.stream().allMatch(id -> {
            Optional<String> was = Optional.ofNullable(before.get(id)).flatMap(Instance::rootVolume);
            Optional<String> is = Optional.ofNullable(now.get(id)).flatMap(Instance::rootVolume);
            return is.isPresent() && !is.equals(was);
        });
    }

    /** For people's lists, and for what looks for volumes by their tags; they go with their machines in any case. */
    private void tag(String batch, List<String> volumes) {
        try {
            tasks.tag(
                    volumes,
                    ledger.record()
                            .batch(batch)
                            .map(made -> LaunchRequest.tags(ledger.record().tags(), made))
                            .orElseGet(() -> ledger.record().tags().tags()));
        } catch (CloudFailure e) {
            if (e.kind() == Kind.CREDENTIALS || e.kind() == Kind.UNREACHABLE) {
                throw e;
            }
            progress.report("new root volumes have no tags: " + e.detail());
        }
    }
}
