package io.petaforge.discover;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.Operation;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.remote.Reply;
import io.petaforge.remote.SshFleet;
import io.petaforge.remote.SshSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** One short command on each of many machines, without waiting for those that do not answer at once. */
final class SideBySide {
    /** One attempt each: whoever waits asks again. */
    private static final SshSettings ONCE = SshSettings.DEFAULTS.withBoot(Duration.ZERO);

    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** A connection waits most of its time. */
    private static final int AT_ONCE = 32;

    private SideBySide() {}

    /** Every machine has its answer: what is made of the command's output, or of the failure. */
    static <T> Map<MachineId, T> ask(
            Collection<SshAccess> machines,
            Function<SshAccess, Command> command,
            Function<String, T> answer,
            Function<RemoteFailure, T> failed) {
        Map<MachineId, T> answers = new ConcurrentHashMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(AT_ONCE, machines.size())));
        try (Fleet fleet = SshFleet.of(machines, ONCE)) {
            List<? extends Future<?>> asked = machines.stream()
                    .map(access -> pool.submit(() -> {
                        T told;
                        try {
                            told = answer.apply(run(fleet, access.machine(), command.apply(access)));
                        } catch (RemoteFailure failure) {
                            told = failed.apply(failure);
                        }
                        answers.put(access.machine(), requireNonNull(told));
                    }))
                    .toList();
            asked.forEach(SideBySide::join);
        } finally {
            pool.shutdownNow();
        }
        return Map.copyOf(answers);
    }

    private static String run(Fleet fleet, MachineId machine, Command command) {
        Reply reply = fleet.host(machine).run(Bundle.ofOperations(List.of(new Operation.Exec(command, LONGEST))));
        return reply.operations().get(0).output().stdout();
    }

    private static void join(Future<?> asked) {
        try {
            asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while machines were asked", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException defect ? defect : new IllegalStateException(e.getCause());
        }
    }
}
