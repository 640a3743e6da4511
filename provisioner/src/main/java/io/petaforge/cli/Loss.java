package io.petaforge.cli;

import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.ceph.Holdings;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.PlanInForce;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.remote.Reply;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.StateDir;
import io.petaforge.step.Probe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What there is of a cluster that is about to end, as far as it can be found out quickly.
 *
 * @param machines that it has
 * @param osds drives that hold OSDs
 * @param volumes drives that hold the volumes of Spark's workers
 * @param holdings what its Ceph holds; empty when no monitor answers, or there never was one
 */
record Loss(int machines, int osds, int volumes, Optional<Holdings> holdings) {
    /** Whoever destroys a cluster that is half gone waits no longer than this to be told what was on it. */
    private static final int PATIENCE_SECONDS = 6;

    static Loss of(ClusterSpec spec, StateDir state, Substrate substrate) {
        Map<MachineId, SshAccess> access;
        Optional<ClusterPlan> plan;
        try {
            access = substrate.access(spec.name());
            plan = new AcceptedPlan(state).inForce().map(PlanInForce::plan);
        } catch (PetaforgeException damaged) {
            // Destroy is also for what cannot be read any more.
            return new Loss(0, 0, 0, Optional.empty());
        }
        return new Loss(
                access.size(),
                plan.map(known -> known.storage().osds().size()).orElse(0),
                plan.map(Loss::volumes).orElse(0),
                plan.flatMap(known -> ask(known, access)));
    }

    private static int volumes(ClusterPlan plan) {
        return plan.spark().workers().stream()
                .mapToInt(worker -> 1 + worker.cacheSerials().size())
                .sum();
    }

    /** The first monitor's host that knows. */
    private static Optional<Holdings> ask(ClusterPlan plan, Map<MachineId, SshAccess> access) {
        Map<MachineId, SshAccess> mons = new TreeMap<>(access);
        mons.keySet().retainAll(plan.ceph().mons());
        if (mons.isEmpty()) {
            return Optional.empty();
        }
        ExecutorService pool = Executors.newFixedThreadPool(mons.size(), task -> {
            Thread thread = new Thread(task, "holdings");
            thread.setDaemon(true);
            return thread;
        });
        CompletableFuture<Optional<Holdings>> first = new CompletableFuture<>();
        try (Fleet fleet = Custody.patientFor(mons.values())) {
            List<CompletableFuture<Void>> all = mons.keySet().stream()
                    .map(mon -> CompletableFuture.supplyAsync(() -> ask(fleet, Holdings.probe(plan, mon)), pool)
                            .thenAccept(found -> found.ifPresent(known -> first.complete(found))))
                    .toList();
            CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
                    .thenRun(() -> first.complete(Optional.empty()));
            return first.completeOnTimeout(Optional.empty(), PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } finally {
            pool.shutdownNow();
        }
    }

    private static Optional<Holdings> ask(Fleet fleet, Probe<Optional<Holdings>> probe) {
        try {
            Reply reply = fleet.host(probe.machine()).run(Bundle.ofProbes(List.of(probe.command())));
            return reply.probes().isEmpty()
                    ? Optional.empty()
                    : probe.parser().apply(reply.probes().get(0));
        } catch (RemoteFailure silent) {
            return Optional.empty();
        }
    }
}
