package io.petaforge.step;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.Operation;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.remote.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Bundles for many hosts at once, whose facts end up in the store. */
final class Hosts {
    /** What came of one host: a reply, or why there is none. */
    record Answer(MachineId machine, @Nullable Reply reply, @Nullable RemoteFailure failure, long nanos) {}

    private final Fleet fleet;
    private final Executor pool;
    private final FactStore store;

    Hosts(Fleet fleet, Executor pool, FactStore store) {
        this.fleet = fleet;
        this.pool = pool;
        this.store = store;
    }

    /** Whether there is a way to a machine. */
    boolean knows(MachineId machine) {
        return fleet.machines().contains(machine);
    }

    /** Round trips since the fleet was made, on all hosts. */
    long roundTrips() {
        return fleet.machines().stream()
                .mapToLong(machine -> fleet.host(machine).roundTrips())
                .sum();
    }

    /** Gathers probes, all hosts at once, and waits. A host that is lost meanwhile is asked once more. */
    List<RemoteFailure> gather(Collection<Probe<?>> probes, LongAdder trips) {
        List<CompletableFuture<Answer>> asked = byMachine(probes).entrySet().stream()
                .map(entry -> gather(entry.getKey(), entry.getValue(), trips))
                .toList();
        List<RemoteFailure> failures = new ArrayList<>();
        for (CompletableFuture<Answer> answer : asked) {
            RemoteFailure failure = join(answer).failure();
            if (failure != null) {
                failures.add(failure);
            }
        }
        return failures;
    }

    /** Gathers probes of one host. */
    CompletableFuture<Answer> gather(MachineId machine, List<Probe<?>> probes, LongAdder trips) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Answer first = run(machine, List.of(), probes, () -> {}, trips);
                    RemoteFailure failure = first.failure();
                    return failure != null && failure.kind() == RemoteFailure.Kind.RETRYABLE
                            ? run(machine, List.of(), probes, () -> {}, trips)
                            : first;
                },
                pool);
    }

    /**
     * Acts on one host and gathers probes in the same round trip.
     *
     * @param acted called when the operations have ended, before the facts are kept
     */
    CompletableFuture<Answer> act(
            MachineId machine, List<Operation> operations, List<Probe<?>> probes, Runnable acted, LongAdder trips) {
        return CompletableFuture.supplyAsync(() -> run(machine, operations, probes, acted, trips), pool);
    }

    private Answer run(
            MachineId machine, List<Operation> operations, List<Probe<?>> probes, Runnable acted, LongAdder trips) {
        long start = System.nanoTime();
        long before = store.now();
        List<Command> commands = probes.stream().<Command>map(Probe::command).toList();
        Reply reply;
        try {
            trips.increment();
            reply = fleet.host(machine).run(new Bundle(operations, commands));
        } catch (RemoteFailure e) {
            acted.run();
            return new Answer(machine, null, e, System.nanoTime() - start);
        }
        acted.run();
        // What a bundle gathers, it gathers after its own operations.
        long gathered = operations.isEmpty() ? before : store.now();
        for (int i = 0; i < reply.probes().size(); i++) {
            store.put(probes.get(i), reply.probes().get(i), gathered);
        }
        return new Answer(machine, reply, null, System.nanoTime() - start);
    }

    /** The probes of each machine; one that several steps share is kept once. */
    static Map<MachineId, List<Probe<?>>> byMachine(Collection<Probe<?>> probes) {
        Map<MachineId, Map<String, Probe<?>>> distinct = new TreeMap<>();
        for (Probe<?> probe : probes) {
            distinct.computeIfAbsent(probe.machine(), machine -> new TreeMap<>())
                    .putIfAbsent(probe.key(), probe);
        }
        Map<MachineId, List<Probe<?>>> grouped = new TreeMap<>();
        distinct.forEach((machine, byKey) -> grouped.put(machine, List.copyOf(byKey.values())));
        return grouped;
    }

    /** Waits; a defect in the task comes out as itself. */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException defect) {
                throw defect;
            }
            throw e;
        }
    }
}
