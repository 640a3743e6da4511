package io.petaforge.step;

import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Output;
import io.petaforge.remote.RemoteFailure;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** Makes a {@link Forecast}: one round trip to each host, and one more where somebody has to speak for a lost one. */
final class Forecasting {
    private final ClusterPlan plan;
    private final StepGraph graph;
    private final Hosts hosts;
    private final FactStore store;
    private final Clock clock;
    private final Map<MachineId, List<Probe<?>>> probes;
    private final Map<MachineId, Problem> lost = new TreeMap<>();
    private final Set<MachineId> missing = new TreeSet<>();
    private final List<Probe<?>> observed = new ArrayList<>();

    Forecasting(ClusterPlan plan, StepGraph graph, Hosts hosts, FactStore store, Clock clock) {
        this.plan = plan;
        this.graph = graph;
        this.hosts = hosts;
        this.store = store;
        this.clock = clock;
        List<Probe<?>> all = new ArrayList<>();
        graph.ordered().forEach(step -> all.addAll(step.probes(plan)));
        this.probes = Hosts.byMachine(all);
    }

    Forecast run(Map<MachineId, Problem> off, Function<MachineId, List<MachineId>> standIns) {
        gather(off);
        for (MachineId machine : probes.keySet()) {
            if (lost.containsKey(machine) || missing.contains(machine)) {
                speakFor(machine, standIns.apply(machine));
            }
        }
        Preview preview = new Preview(plan, graph, store, clock);
        graph.ordered().forEach(step -> preview.add(step, List.of()));
        return new Forecast(
                preview.results().stream()
                        .map(result -> foreseen(result, preview.course(result.name())))
                        .toList(),
                missing,
                lost,
                digests());
    }

    private void gather(Map<MachineId, Problem> off) {
        List<CompletableFuture<Hosts.Answer>> asked = new ArrayList<>();
        probes.forEach((machine, here) -> {
            Problem reason = off.get(machine);
            if (reason != null) {
                lost.put(machine, reason);
            } else if (hosts.knows(machine)) {
                asked.add(hosts.gather(machine, here, new LongAdder()));
            } else {
                missing.add(machine);
            }
        });
        for (CompletableFuture<Hosts.Answer> future : asked) {
            Hosts.Answer answer = Hosts.join(future);
            RemoteFailure failure = answer.failure();
            if (failure == null) {
                observed.addAll(probes.getOrDefault(answer.machine(), List.of()));
            } else {
                lost.put(answer.machine(), failure.problem());
            }
        }
    }

    /** The facts of a machine that cannot be asked: of the cluster as another one tells them, of itself as if it were new. */
    private void speakFor(MachineId machine, List<MachineId> others) {
        List<Probe<?>> own = probes.getOrDefault(machine, List.of());
        List<Probe<?>> shared = own.stream()
                .filter(probe -> probe.scope() == Probe.Scope.CLUSTER)
                .toList();
        Optional<MachineId> other = others.stream()
                .filter(one -> !one.equals(machine) && hosts.knows(one))
                .filter(one -> !lost.containsKey(one))
                .findFirst();
        for (Probe<?> probe : own) {
            store.put(probe, probe.blank(), store.now());
        }
        if (other.isPresent() && !shared.isEmpty()) {
            List<Probe<?>> asked = shared.stream()
                    .<Probe<?>>map(probe ->
                            new Probe<>(other.get(), machine + " " + probe.key(), probe.command(), output -> output))
                    .toList();
            if (Hosts.join(hosts.gather(other.get(), asked, new LongAdder())).failure() == null) {
                Facts answers = store.facts(asked);
                for (int i = 0; i < shared.size(); i++) {
                    Probe<?> probe = shared.get(i);
                    answers.find(asked.get(i)).ifPresent(answer -> {
                        store.put(probe, (Output) answer, store.now());
                        observed.add(probe);
                    });
                }
            }
        }
    }

    private Forecast.Foreseen foreseen(StepResult result, List<List<Action>> course) {
        return new Forecast.Foreseen(
                result.name(),
                result.outcome() == StepResult.Outcome.PENDING,
                course.stream()
                        .map(turn -> turn.stream()
                                .filter(action -> !lost.containsKey(action.machine()))
                                .toList())
                        .filter(turn -> !turn.isEmpty())
                        .toList(),
                result.failures().stream()
                        .map(failure -> new Forecast.Refusal(failure.exitCode(), failure.problem()))
                        .toList());
    }

    private Map<MachineId, Map<String, String>> digests() {
        Facts facts = store.facts(observed);
        Map<MachineId, Map<String, String>> digests = new TreeMap<>();
        for (Probe<?> probe : observed) {
            Map<String, String> here = digests.computeIfAbsent(probe.machine(), machine -> new TreeMap<>());
            try {
                Canonical.entries(facts.get(probe))
                        .forEach((name, text) -> here.put((probe.key() + " " + name).strip(), digest(text)));
            } catch (PetaforgeException unreadable) {
                here.put(probe.key(), digest(String.valueOf(unreadable.getMessage())));
            }
        }
        return digests;
    }

    /** Enough digits that two different values never share them by chance. */
    private static String digest(String text) {
        return Inputs.sha256(text).substring(0, 24);
    }
}
