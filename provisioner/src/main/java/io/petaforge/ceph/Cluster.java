package io.petaforge.ceph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.plan.CephPlan;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.Change;
import io.petaforge.step.Effect;
import io.petaforge.step.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Questions and commands to the monitors, asked on the first monitor's host; {@code cluster.py} describes its input. */
final class Cluster {
    /** Keys in order: the same plan and facts give the same action, byte for byte. */
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /** Where a host without a cluster answers "no monitor" at once, one whose monitors are electing gets this long. */
    private static final int PROBE_SECONDS = 2;

    /** A monitor that was just started has answered within a second; elections of three within ten. */
    private static final int CONNECT_SECONDS = 60;

    /**
     * How long placement groups must have been seen clean: OSDs tell the manager every {@code mgr_stats_period}, 5 s, and it
     * the monitors every {@code mon_mgr_digest_period}, 5 s. In the lab both are 1 s.
     */
    private static final int QUIET = 15;

    private static final int QUIET_LAB = 3;

    /** Data that has not moved at all for so many seconds will not: a disk recovers at least an object in that time. */
    private static final int STALL = 600;

    /** How long moving data may take in all: a petabyte in three days is 4 GB/s. */
    static final Duration MOVING = Duration.ofDays(3);

    private Cluster() {}

    /** The host on which the cluster is asked. */
    static MachineId voice(ClusterPlan plan) {
        return plan.ceph().mons().get(0);
    }

    /** The cluster's state; empty while no monitor answers. */
    static Probe<Optional<ClusterState>> state(ClusterPlan plan) {
        return state(plan, voice(plan));
    }

    /** The same, asked on another monitor's host. */
    static Probe<Optional<ClusterState>> state(ClusterPlan plan, MachineId voice) {
        return new Probe<>(
                voice, "ceph/cluster", question(plan, voice, List.of(Map.of("state", Map.of()))), ClusterState::parse);
    }

    /**
     * Why these OSDs cannot be stopped without a placement group that stops serving; empty when they can.
     *
     * @param voice on which monitor's host it is asked
     */
    static Probe<Optional<String>> stopping(ClusterPlan plan, MachineId voice, List<Integer> osds) {
        return new Probe<>(
                voice, "ceph/ok-to-stop", question(plan, voice, List.of(Map.of("okToStop", osds))), output -> {
                    Optional<JsonNode> results = ClusterState.results(output);
                    if (results.isEmpty()) {
                        return Optional.of("no monitor answers");
                    }
                    JsonNode found = results.get().path(0);
                    return found.path("ok").asBoolean()
                            ? Optional.empty()
                            : Optional.of(
                                    found.path("why").asText().isEmpty()
                                            ? "the active manager does not answer"
                                            : found.path("why").asText());
                });
    }

    /** Which of these objects (pool, namespace, name) exist, in their order; none while no monitor answers. */
    static Probe<List<Boolean>> objects(ClusterPlan plan, String key, List<List<String>> names) {
        return new Probe<>(voice(plan), key, question(plan, voice(plan), List.of(Map.of("objects", names))), output -> {
            List<Boolean> exist = new ArrayList<>();
            ClusterState.results(output)
                    .ifPresent(results -> results.get(0).forEach(found -> exist.add(found.asBoolean())));
            while (exist.size() < names.size()) {
                exist.add(false);
            }
            return List.copyOf(exist);
        });
    }

    /**
     * What the monitors know the keys of all entities by: the first digits of their SHA-256. Empty while no monitor answers.
     * Asked as the monitors ask each other, since the administrator's key may be the one that is being replaced.
     */
    static Probe<Optional<Map<String, String>>> keyDigests(ClusterPlan plan, CephKeys keys) {
        List<Map<String, Object>> stages = List.of(Map.of("digests", Map.of()));
        return new Probe<>(
                voice(plan),
                "ceph/key-digests",
                command(plan, voice(plan), false, PROBE_SECONDS, stages, monKey(keys)),
                output -> ClusterState.results(output).map(results -> {
                    Map<String, String> digests = new TreeMap<>();
                    results.path(0)
                            .properties()
                            .forEach(entry ->
                                    digests.put(entry.getKey(), entry.getValue().asText()));
                    return Collections.unmodifiableMap(digests);
                }));
    }

    /** Runs stages as {@link #keyDigests} asks. */
    static Action asMonitor(
            ClusterPlan plan, CephKeys keys, String title, List<Map<String, Object>> stages, Duration timeout) {
        return new Action(
                voice(plan),
                title,
                new Operation.Exec(
                        command(plan, voice(plan), true, CONNECT_SECONDS, List.copyOf(stages), monKey(keys)), timeout),
                Effect.CHANGE);
    }

    private static Map<String, Object> monKey(CephKeys keys) {
        return Map.of("monKey", keys.key("mon.").reveal());
    }

    /**
     * Runs stages of {@code cluster.py}; the first command that fails is the action's failure.
     *
     * @param effect of what it does; {@link Effect#WAIT} where it only waits
     */
    static Action action(
            ClusterPlan plan, String title, List<Map<String, Object>> stages, Duration timeout, Effect effect) {
        return action(plan, voice(plan), title, stages, timeout, effect);
    }

    /** The same, on another monitor's host. */
    static Action action(
            ClusterPlan plan,
            MachineId voice,
            String title,
            List<Map<String, Object>> stages,
            Duration timeout,
            Effect effect) {
        return new Action(
                voice,
                title,
                new Operation.Exec(command(plan, voice, true, CONNECT_SECONDS, List.copyOf(stages)), timeout),
                effect);
    }

    /**
     * What is left to do of stages: nothing when there are none and the cluster answers. One that did not answer is waited
     * for first.
     */
    static List<Action> stages(
            ClusterPlan plan,
            Optional<ClusterState> state,
            String title,
            List<Map<String, Object>> todo,
            Duration limit) {
        return stages(
                plan, state, List.of(new Change(todo.isEmpty() ? Effect.WAIT : Effect.CREATE, title, "")), todo, limit);
    }

    /** The same with each thing that the stages do. */
    static List<Action> stages(
            ClusterPlan plan,
            Optional<ClusterState> state,
            List<Change> changes,
            List<Map<String, Object>> todo,
            Duration limit) {
        List<Map<String, Object>> stages = new ArrayList<>(todo);
        if (state.isEmpty()) {
            stages.add(0, local(voice(plan)));
        }
        return stages.isEmpty()
                ? List.of()
                : List.of(new Action(
                        voice(plan),
                        changes,
                        new Operation.Exec(
                                command(plan, voice(plan), true, CONNECT_SECONDS, List.copyOf(stages)), limit)));
    }

    /** Commands that are sent at once, so that the monitors decide on all of them together. */
    static Map<String, Object> run(List<Map<String, Object>> commands) {
        return Map.of("run", commands);
    }

    /** The same, to the active manager. */
    static Map<String, Object> manager(List<Map<String, Object>> commands) {
        return Map.of("manager", commands);
    }

    /** Until all data is where it belongs; see {@code cluster.py}. */
    static Map<String, Object> settled(ClusterPlan plan) {
        boolean lab = plan.ceph().profile() == CephPlan.Profile.LAB;
        return Map.of("settled", List.of(lab ? QUIET_LAB : QUIET, STALL));
    }

    /** Until clients are served without what has just gone, as far as that can be waited for; see {@code cluster.py}. */
    static Map<String, Object> serving(ClusterPlan plan, Duration limit) {
        boolean lab = plan.ceph().profile() == CephPlan.Profile.LAB;
        return Map.of("serving", List.of(lab ? QUIET_LAB : QUIET, limit.toSeconds()));
    }

    /** Until this host's own monitor is in a quorum. */
    static Map<String, Object> local(MachineId mon) {
        return Map.of("local", List.of(mon.value(), CONNECT_SECONDS));
    }

    /** A command to this host's own monitor alone, gone when it restarts. */
    static Map<String, Object> socket(MachineId mon, Map<String, Object> command) {
        return Map.of("asok", List.of(mon.value(), command));
    }

    /** Until the cluster looks like this. */
    static Map<String, Object> until(Map<String, Object> goal, Duration limit) {
        return Map.of("until", goal, "seconds", limit.toSeconds());
    }

    /** A command with its arguments, in pairs of name and value. */
    static Map<String, Object> command(String prefix, Object... arguments) {
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("prefix", prefix);
        for (int i = 0; i < arguments.length; i += 2) {
            command.put((String) arguments[i], arguments[i + 1]);
        }
        return command;
    }

    /** Stages that only look, for a probe: where no monitor answers, it says so soon. */
    static Command question(ClusterPlan plan, MachineId voice, List<Map<String, Object>> stages) {
        return command(plan, voice, false, PROBE_SECONDS, stages);
    }

    private static Command command(
            ClusterPlan plan, MachineId voice, boolean strict, int connect, List<Map<String, Object>> stages) {
        return command(plan, voice, strict, connect, stages, Map.of());
    }

    private static Command command(
            ClusterPlan plan,
            MachineId voice,
            boolean strict,
            int connect,
            List<Map<String, Object>> stages,
            Map<String, Object> more) {
        Map<String, Object> request = new LinkedHashMap<>(more);
        request.put("mon", voice.value());
        request.put("mons", plan.ceph().mons().stream().map(plan::address).toList());
        request.put("connect", connect);
        request.put("strict", strict);
        request.put("stages", stages);
        return Scripts.CLUSTER.fed(json(request));
    }

    /** A document as a program's input. */
    static Secret json(Object value) {
        try {
            return new Secret(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, text and numbers are JSON", e);
        }
    }
}
