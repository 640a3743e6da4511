package io.petaforge.bmc;

import io.petaforge.api.Answer;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.bmc.device.Bmc;
import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcTarget;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Many controllers asked at once, each by one thread at a time, so that one that is dead delays no other. */
final class BmcFleet implements AutoCloseable {
    /** A command waits for its controller most of the time: 32 ipmitools keep two cores busy and no more. */
    private static final int AT_ONCE = 32;

    private final Map<MachineId, BmcTarget> targets;
    private final Function<BmcTarget, Bmc> drivers;
    private final Map<MachineId, Bmc> open = new ConcurrentHashMap<>();
    private final ExecutorService threads;

    BmcFleet(Map<MachineId, BmcTarget> targets, Function<BmcTarget, Bmc> drivers) {
        this.targets = new TreeMap<>(targets);
        this.drivers = drivers;
        this.threads = Executors.newFixedThreadPool(Math.max(1, Math.min(AT_ONCE, targets.size())), task -> {
            Thread thread = new Thread(task, "bmc");
            thread.setDaemon(true);
            return thread;
        });
    }

    Set<MachineId> machines() {
        return targets.keySet();
    }

    /**
     * Asks each of the machines the same, and waits for all.
     *
     * @throws PetaforgeException PF-BMC-020 when the inventory gives one of them no controller
     */
    <T> Map<MachineId, Answer<T>> ask(Set<MachineId> machines, BiFunction<BmcTarget, Bmc, T> question) {
        Map<MachineId, Future<Answer<T>>> asked = new TreeMap<>();
        for (MachineId machine : machines) {
            BmcTarget target = targets.get(machine);
            if (target == null) {
                throw new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.of(
                                "PF-BMC-020",
                                "The inventory lists no controller for '" + machine + "'.",
                                "Write its 'controller:' where the inventory lists the machine."));
            }
            asked.put(machine, threads.submit(() -> answer(target, question)));
        }
        Map<MachineId, Answer<T>> answers = new TreeMap<>();
        asked.forEach((machine, future) -> answers.put(machine, result(future)));
        return answers;
    }

    private <T> Answer<T> answer(BmcTarget target, BiFunction<BmcTarget, Bmc, T> question) {
        Bmc bmc = open.computeIfAbsent(target.machine(), machine -> drivers.apply(target));
        synchronized (bmc) {
            try {
                return Answer.of(question.apply(target, bmc));
            } catch (BmcFailure failure) {
                return Answer.failed(failure.problem());
            }
        }
    }

    private static <T> Answer<T> result(Future<Answer<T>> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PetaforgeException(
                    ExitCode.INTERRUPTED,
                    Problem.of(
                            "PF-BMC-018",
                            "Stopped while management controllers were asked.",
                            "Look at the machines' power (petaforge power status) and run the command again."),
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Ends all sessions. */
    @Override
    public void close() {
        open.forEach((machine, bmc) -> threads.submit(() -> {
            synchronized (bmc) {
                bmc.close();
            }
        }));
        open.clear();
        threads.shutdown();
        try {
            // A session that cannot be ended ends by itself.
            if (!threads.awaitTermination(5, java.util.concurrent.TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            threads.shutdownNow();
        }
    }
}
