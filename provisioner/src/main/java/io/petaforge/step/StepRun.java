package io.petaforge.step;

import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.remote.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** One step from its first facts to convergence or failure. */
final class StepRun {
    private final ClusterPlan plan;
    private final Step step;
    private final List<Probe<?>> probes;
    private final Set<String> changedBy;
    private final Supplier<List<Probe<?>>> next;
    private final FactStore store;
    private final Hosts hosts;
    private final EngineSettings settings;
    private final EngineListener listener;
    private final Gate gate;

    private final Map<MachineId, List<String>> done = new TreeMap<>();
    private final LongAdder trips = new LongAdder();
    private final List<StepFailure> failures = new ArrayList<>();
    private String found = "";
    private int rounds;
    private int losses;

    /**
     * @param upstream names of all steps before this one
     * @param next probes of the steps that can begin when this one has converged: they travel with its own
     */
    StepRun(
            ClusterPlan plan,
            Step step,
            Set<String> upstream,
            Supplier<List<Probe<?>>> next,
            FactStore store,
            Hosts hosts,
            EngineSettings settings,
            EngineListener listener,
            Gate gate) {
        this.gate = gate;
        this.plan = plan;
        this.step = step;
        this.probes = step.probes(plan);
        this.changedBy = new LinkedHashSet<>(upstream);
        this.changedBy.add(step.name());
        this.next = next;
        this.store = store;
        this.hosts = hosts;
        this.settings = settings;
        this.listener = listener;
    }

    StepResult run(Instant start) {
        long from = System.nanoTime();
        listener.stepStarted(step.name(), start);
        converge();
        StepResult.Outcome outcome = !failures.isEmpty()
                ? StepResult.Outcome.FAILED
                : rounds == 0 ? StepResult.Outcome.UNCHANGED : StepResult.Outcome.CHANGED;
        return new StepResult(
                step.name(),
                start,
                Duration.ofNanos(System.nanoTime() - from),
                rounds,
                done,
                trips.sum(),
                outcome,
                failures,
                found);
    }

    private void converge() {
        List<Action> previous = List.of();
        boolean lost = false;
        while (true) {
            List<Probe<?>> wanted = new ArrayList<>(probes);
            if (rounds > 0) {
                wanted.addAll(next.get());
            }
            for (RemoteFailure failure : hosts.gather(store.stale(wanted, changedBy), trips)) {
                // A host that only the next step asks is the next step's concern.
                if (probes.stream().anyMatch(probe -> probe.machine().equals(failure.machine()))) {
                    failures.add(Failures.of(step.name(), List.of(), failure));
                }
            }
            if (!failures.isEmpty()) {
                return;
            }
            List<Action> actions;
            try {
                actions = step.actions(plan, store.facts(probes));
            } catch (PetaforgeException refusal) {
                failures.addAll(Failures.refused(step.name(), refusal));
                return;
            }
            if (actions.isEmpty()) {
                found = step.found(plan, store.facts(probes));
                return;
            }
            if (!lost && actions.equals(previous) && !onlyWaits(actions)) {
                failures.add(Failures.notConverged(step.name(), actions));
                return;
            }
            if (rounds == settings.maxRounds() + step.turns(plan)) {
                failures.add(Failures.endless(step.name(), rounds, actions));
                return;
            }
            previous = actions;
            int before = losses;
            try {
                gate.pass();
            } catch (PetaforgeException closed) {
                failures.addAll(Failures.refused(step.name(), closed));
                return;
            }
            act(actions);
            lost = losses > before;
            if (!failures.isEmpty()) {
                return;
            }
        }
    }

    /** What was waited for had come; that it is gone again a moment later is no defect, as when a placement group moves. */
    private static boolean onlyWaits(List<Action> actions) {
        return actions.stream().allMatch(action -> action.effect() == Effect.WAIT);
    }

    private void act(List<Action> actions) {
        rounds++;
        Map<MachineId, List<Action>> byHost = new TreeMap<>();
        for (Action action : actions) {
            if (!hosts.knows(action.machine())) {
                throw new IllegalStateException(
                        step.name() + " acts on " + action.machine() + ", to which there is no way");
            }
            byHost.computeIfAbsent(action.machine(), machine -> new ArrayList<>())
                    .add(action);
        }
        listener.actionsStarted(step.name(), rounds, actions);
        Map<MachineId, List<Probe<?>>> gatherable = gatherableAtOnce(byHost.keySet());
        List<CompletableFuture<Hosts.Answer>> answers = byHost.entrySet().stream()
                .map(entry -> act(entry.getKey(), entry.getValue(), gatherable.getOrDefault(entry.getKey(), List.of())))
                .toList();
        for (CompletableFuture<Hosts.Answer> answer : answers) {
            Hosts.Answer got = Hosts.join(answer);
            record(got, byHost.getOrDefault(got.machine(), List.of()));
        }
    }

    /**
     * What may be gathered in the same round trip as the actions: where one host acts alone everything on it, otherwise
     * only what the other hosts cannot change while they are still acting.
     */
    private Map<MachineId, List<Probe<?>>> gatherableAtOnce(Set<MachineId> acting) {
        List<Probe<?>> wanted = new ArrayList<>(probes);
        wanted.addAll(next.get());
        return Hosts.byMachine(wanted.stream()
                .filter(probe -> acting.contains(probe.machine()))
                .filter(probe -> acting.size() == 1 || probe.scope() == Probe.Scope.HOST)
                .toList());
    }

    private CompletableFuture<Hosts.Answer> act(MachineId machine, List<Action> actions, List<Probe<?>> gather) {
        List<Operation> operations =
                actions.stream().<Operation>map(Action::operation).toList();
        int round = rounds;
        return hosts.act(machine, operations, gather, () -> store.acted(step.name(), machine), trips)
                .thenApply(answer -> {
                    tell(answer, actions, round);
                    return answer;
                });
    }

    /** On the host's own thread, so that progress shows as it happens. */
    private void tell(Hosts.Answer answer, List<Action> actions, int round) {
        Reply reply = answer.reply();
        if (reply == null) {
            return;
        }
        for (int i = 0; i < reply.operations().size(); i++) {
            Reply.Result result = reply.operations().get(i);
            if (result.output().ok()) {
                listener.actionDone(step.name(), actions.get(i), result.changed(), result.elapsed());
            }
        }
        if (reply.failed().isEmpty()) {
            listener.hostDone(step.name(), round, answer.machine(), Duration.ofNanos(answer.nanos()));
        }
    }

    private void record(Hosts.Answer answer, List<Action> actions) {
        Reply reply = answer.reply();
        RemoteFailure failure = answer.failure();
        if (reply != null) {
            for (int i = 0; i < reply.operations().size(); i++) {
                Reply.Result result = reply.operations().get(i);
                if (result.output().ok()) {
                    done.computeIfAbsent(answer.machine(), machine -> new ArrayList<>())
                            .add(actions.get(i).title());
                } else {
                    failures.add(Failures.of(step.name(), actions.get(i), result));
                }
            }
        } else if (failure != null) {
            // What was done before the line broke shows in the facts, so the step simply goes on from there.
            if (failure.kind() != RemoteFailure.Kind.RETRYABLE || ++losses > settings.maxLosses()) {
                failures.add(Failures.of(
                        step.name(), actions.stream().map(Action::title).toList(), failure));
            }
        }
    }
}
