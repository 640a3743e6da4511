package io.petaforge.remote;

import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import io.petaforge.lab.LabSubstrate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Prints what connections cost on a lab that runs: the first contact of a fresh JVM with all hosts, and round trips over
 * warm connections. Argument: the lab's name.
 */
public final class RemoteBench {
    private static final int TIMES = 20;

    private RemoteBench() {}

    public static void main(String[] args) {
        long begin = System.nanoTime();
        Collection<SshAccess> accesses =
                LabSubstrate.ofThisMachine().access(args[0]).values();
        print("reading the lab", begin);
        ExecutorService pool = Executors.newFixedThreadPool(64);
        long start = System.nanoTime();
        try (SshFleet fleet = SshFleet.of(accesses, SshSettings.DEFAULTS)) {
            all(fleet, pool, List.of(Command.of("true")));
            print("first contact with " + accesses.size() + " hosts, cold JVM", start);
            MachineId one = fleet.machines().iterator().next();
            series("1 probe, 1 host", () -> fleet.host(one).run(Bundle.ofProbes(List.of(Command.of("true")))));
            series("1 probe, all hosts", () -> all(fleet, pool, List.of(Command.of("true"))));
            List<Command> many = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                many.add(Command.script("cat /proc/uptime /etc/hostname"));
            }
            series("15 probes, all hosts", () -> all(fleet, pool, many));
            Operation echo = new Operation.Exec(Command.of("true"), java.time.Duration.ofSeconds(5));
            series("10 operations, 1 host", () -> fleet.host(one)
                    .run(Bundle.ofOperations(java.util.Collections.nCopies(10, echo))));
        }
        start = System.nanoTime();
        try (SshFleet fleet = SshFleet.of(accesses, SshSettings.DEFAULTS)) {
            all(fleet, pool, List.of(Command.of("true")));
            print("first contact again, warm JVM", start);
        }
        pool.shutdown();
    }

    private static void all(SshFleet fleet, ExecutorService pool, List<Command> probes) {
        List<CompletableFuture<Reply>> replies = fleet.machines().stream()
                .map(machine ->
                        CompletableFuture.supplyAsync(() -> fleet.host(machine).run(Bundle.ofProbes(probes)), pool))
                .toList();
        replies.forEach(CompletableFuture::join);
    }

    private static void series(String what, Runnable task) {
        long[] nanos = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            task.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-40s median %6.1f ms, best %6.1f, worst %6.1f%n",
                what, nanos[TIMES / 2] / 1e6, nanos[0] / 1e6, nanos[TIMES - 1] / 1e6);
    }

    private static void print(String what, long since) {
        System.out.printf("%-40s %6.1f ms%n", what, (System.nanoTime() - since) / 1e6);
    }
}
