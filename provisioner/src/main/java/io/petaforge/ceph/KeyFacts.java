package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.FileFacts;
import io.petaforge.step.FileState;
import io.petaforge.step.Inputs;
import io.petaforge.step.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * While keys are rotated: which of them the daemons' files and the monitors have already, and what brings them there. At any
 * other time nothing is asked, and nothing is to be done.
 */
final class KeyFacts {
    /** Digits of the checksums by which keys are compared. */
    private static final int DIGITS = 16;

    /** How many entities an action names. */
    private static final int NAMED = 3;

    private static final Duration IMPORT = Duration.ofSeconds(120);
    private static final Duration LABELS = Duration.ofSeconds(60);

    private final ClusterPlan plan;
    private final CephKeys keys;
    private final Facts facts;
    private final Map<MachineId, List<KeyedDaemon>> daemons = new TreeMap<>();

    KeyFacts(ClusterPlan plan, CephKeys keys, Facts facts) {
        this.plan = plan;
        this.keys = keys;
        this.facts = facts;
        if (keys.areRotated()) {
            KeyedDaemon.of(plan, keys)
                    .forEach(daemon -> daemons.computeIfAbsent(daemon.host(), host -> new ArrayList<>())
                            .add(daemon));
        }
    }

    List<Probe<?>> probes() {
        List<Probe<?>> probes = new ArrayList<>();
        daemons.keySet().forEach(host -> probes.add(files(host)));
        if (keys.areRotated()) {
            probes.add(Cluster.keyDigests(plan, keys));
        }
        return probes;
    }

    /** All daemons by their hosts; none unless keys are rotated. */
    Map<MachineId, List<KeyedDaemon>> daemons() {
        return daemons;
    }

    /** Those of a host by the names of their units. */
    List<KeyedDaemon> daemons(MachineId host, Collection<String> units) {
        return daemons.getOrDefault(host, List.of()).stream()
                .filter(daemon -> units.contains(daemon.unit()))
                .toList();
    }

    /** Whether a daemon has a former key; one that has no file yet will get the present one. */
    boolean hasFormer(KeyedDaemon daemon) {
        FileState found =
                facts.get(files(daemon.host())).getOrDefault(daemon.keyring().path(), FileState.ABSENT);
        return found.exists() && !FileFacts.matches(daemon.keyring(), found);
    }

    /** Whether the monitors answer. */
    boolean areKnown() {
        return facts.get(Cluster.keyDigests(plan, keys)).isPresent();
    }

    /** Whether the monitors know an entity by another key than the present one. */
    boolean isKnownByFormer(String entity) {
        Optional<String> found =
                facts.get(Cluster.keyDigests(plan, keys)).map(digests -> digests.getOrDefault(entity, ""));
        return found.filter(digest -> !digest.isEmpty()
                        && !digest.equals(
                                Inputs.sha256(keys.key(entity).reveal()).substring(0, DIGITS)))
                .isPresent();
    }

    /** Gives the monitors the present keys of these. */
    Action announce(List<String> entities) {
        Map<String, String> given = new TreeMap<>();
        entities.forEach(entity -> given.put(entity, keys.key(entity).reveal()));
        return Cluster.asMonitor(
                plan,
                keys,
                "give the monitors new keys of " + names(entities),
                List.of(Map.of("rekey", given)),
                IMPORT);
    }

    private static String names(List<String> entities) {
        return entities.size() <= NAMED
                ? String.join(", ", entities)
                : String.join(", ", entities.subList(0, NAMED)) + " and " + (entities.size() - NAMED) + " more";
    }

    /** Gives daemons of one host the present keys in place of former ones. */
    List<Action> give(MachineId host, List<KeyedDaemon> all) {
        List<KeyedDaemon> former = all.stream().filter(this::hasFormer).toList();
        if (former.isEmpty()) {
            return List.of();
        }
        List<String> osds = former.stream()
                .filter(daemon -> daemon.osd().isPresent())
                .map(daemon -> Integer.toString(daemon.osd().getAsInt()))
                .toList();
        List<Action> actions = new ArrayList<>();
        if (!osds.isEmpty()) {
            actions.add(new Action(
                    host,
                    "take the former keys of "
                            + osds.stream().map(id -> "osd." + id).collect(Collectors.joining(", "))
                            + " off their drives",
                    new Operation.Exec(Scripts.OSD_LABEL.with(osds), LABELS.plusSeconds(osds.size())),
                    Effect.CHANGE));
        }
        actions.addAll(FileFacts.actions(
                host, former.stream().map(KeyedDaemon::keyring).toList(), facts.get(files(host))));
        return actions;
    }

    private Probe<Map<String, FileState>> files(MachineId host) {
        List<DesiredFile> files = daemons.getOrDefault(host, List.of()).stream()
                .map(KeyedDaemon::keyring)
                .toList();
        return FileFacts.probeOf(host, "ceph/keyrings", files);
    }
}
