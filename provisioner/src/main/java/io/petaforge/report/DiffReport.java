package io.petaforge.report;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.plan.Difference;
import io.petaforge.step.Action;
import io.petaforge.step.Change;
import io.petaforge.step.Effect;
import io.petaforge.step.Forecast;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a build would do to a cluster that exists, by host and service.
 *
 * @param plan id of the plan that the inventory comes to
 * @param inForce id of the one that the cluster follows; empty when there is none
 * @param hosts what is of the whole cluster first, under the empty name; hosts to which nothing would be done are left out
 * @param turns what of it is not done at once, in the order in which it would be
 */
public record DiffReport(
        String cluster, String plan, String inForce, Summary summary, List<HostDiff> hosts, List<DiffTurn> turns) {
    /** What stands where a host is not simply there. */
    public enum State {
        PRESENT,
        /** To be taken from the substrate. */
        NEW,
        /** It exists and does not answer. */
        LOST,
        /** Not in the inventory any more. */
        LEAVING
    }

    /** One host; {@code why} says more of a state that is not PRESENT. */
    public record HostDiff(String host, State state, String why, List<ServiceDiff> services) {
        public HostDiff {
            requireNonNull(host, "host");
            requireNonNull(state, "state");
            requireNonNull(why, "why");
            services = List.copyOf(services);
        }
    }

    /** One service on it, such as {@code ceph}. */
    public record ServiceDiff(String service, List<Line> lines) {
        public ServiceDiff {
            requireNonNull(service, "service");
            lines = List.copyOf(lines);
        }
    }

    /**
     * One thing.
     *
     * @param step that would do it; empty for a difference between the plans
     * @param before old value of what changes in the plan; empty otherwise, as is {@code after}
     */
    public record Line(Effect effect, String what, String why, String before, String after, String step) {
        public Line {
            requireNonNull(effect, "effect");
            requireNonNull(what, "what");
            requireNonNull(why, "why");
            requireNonNull(before, "before");
            requireNonNull(after, "after");
            requireNonNull(step, "step");
        }
    }

    /**
     * How much it is.
     *
     * @param changes things made, changed or started on hosts that are there, and differences of the plans
     */
    public record Summary(int add, int release, int lost, int changes, int restarts, int drains, int wipes) {
        /** Whether there is nothing to do. */
        public boolean isNothing() {
            return equals(new Summary(0, 0, 0, 0, 0, 0, 0));
        }
    }

    public DiffReport {
        requireNonNull(cluster, "cluster");
        requireNonNull(plan, "plan");
        requireNonNull(inForce, "inForce");
        requireNonNull(summary, "summary");
        hosts = List.copyOf(hosts);
        turns = List.copyOf(turns);
    }

    /**
     * Puts it together.
     *
     * @param differences between the plan in force and the new one
     * @param leaving machines that the cluster has and the inventory has not
     */
    public static DiffReport of(
            String cluster,
            String plan,
            String inForce,
            List<Difference> differences,
            Forecast forecast,
            Collection<MachineId> leaving) {
        Map<String, Map<String, List<Line>>> lines = new TreeMap<>();
        differences.forEach(difference -> add(lines, difference.host(), difference.service(), line(difference)));
        forecast.steps().forEach(step -> step.actions().forEach(action -> add(lines, step, action)));
        Map<String, State> states = new TreeMap<>();
        Map<String, String> reasons = new TreeMap<>();
        forecast.missing().forEach(machine -> states.put(machine.value(), State.NEW));
        forecast.lost().forEach((machine, problem) -> {
            states.put(machine.value(), State.LOST);
            reasons.put(machine.value(), problem.what() + "; " + problem.fix());
        });
        leaving.forEach(machine -> {
            states.put(machine.value(), State.LEAVING);
            reasons.put(machine.value(), "not in the inventory any more");
        });
        TreeSet<String> names = new TreeSet<>(lines.keySet());
        names.addAll(states.keySet());
        List<HostDiff> hosts = new ArrayList<>();
        for (String name : names) {
            List<ServiceDiff> services = new ArrayList<>();
            lines.getOrDefault(name, Map.of()).forEach((service, here) -> services.add(new ServiceDiff(service, here)));
            hosts.add(new HostDiff(
                    name, states.getOrDefault(name, State.PRESENT), reasons.getOrDefault(name, ""), services));
        }
        return new DiffReport(cluster, plan, inForce, summary(hosts), hosts, DiffTurn.of(forecast));
    }

    private static Line line(Difference difference) {
        Effect effect =
                switch (difference.kind()) {
                    case ADDED -> Effect.CREATE;
                    case CHANGED -> Effect.CHANGE;
                    case REMOVED -> Effect.RELEASE;
                };
        return new Line(effect, difference.what(), "", difference.before(), difference.after(), "");
    }

    /** What is only waited for is worth a word where nothing else is to be done: then it is what is wrong. */
    private static void add(Map<String, Map<String, List<Line>>> lines, Forecast.Foreseen step, Action action) {
        boolean onlyWaits = !step.pending() && step.actions().stream().allMatch(one -> one.effect() == Effect.WAIT);
        String service = step.step().split("/", 2)[0].replace("fabric", "network");
        for (Change change : action.changes()) {
            if (change.effect() != Effect.WAIT || onlyWaits) {
                add(
                        lines,
                        action.machine().value(),
                        service,
                        new Line(change.effect(), change.what(), change.why(), "", "", step.step()));
            }
        }
    }

    private static void add(Map<String, Map<String, List<Line>>> lines, String host, String service, Line line) {
        List<Line> here = lines.computeIfAbsent(host, name -> new LinkedHashMap<>())
                .computeIfAbsent(service, name -> new ArrayList<>());
        if (!here.contains(line)) {
            here.add(line);
        }
    }

    private static Summary summary(List<HostDiff> hosts) {
        Map<State, Integer> states = new EnumMap<>(State.class);
        Map<Effect, Integer> effects = new EnumMap<>(Effect.class);
        for (HostDiff host : hosts) {
            states.merge(host.state(), 1, Integer::sum);
            if (host.state() != State.NEW && host.state() != State.LEAVING) {
                host.services().forEach(service -> service.lines()
                        .forEach(line -> effects.merge(line.effect(), 1, Integer::sum)));
            }
        }
        return new Summary(
                states.getOrDefault(State.NEW, 0),
                states.getOrDefault(State.LEAVING, 0),
                states.getOrDefault(State.LOST, 0),
                Stream.of(Effect.CREATE, Effect.CHANGE, Effect.START, Effect.RELEASE, Effect.WAIT)
                        .mapToInt(effect -> effects.getOrDefault(effect, 0))
                        .sum(),
                effects.getOrDefault(Effect.RESTART, 0),
                effects.getOrDefault(Effect.DRAIN, 0),
                effects.getOrDefault(Effect.WIPE, 0));
    }
}
