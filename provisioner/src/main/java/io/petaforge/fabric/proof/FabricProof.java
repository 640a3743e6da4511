package io.petaforge.fabric.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.Output;
import io.petaforge.remote.RemoteFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares a running fabric with its plan: one round trip to every device, all at the same time, and a second one to those
 * whose routes differ.
 */
public final class FabricProof {
    /** Devices asked at the same time: each holds a thread while it waits, some three seconds if packets are lost. */
    private static final int AT_ONCE = 256;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String PROGRAM = program();

    private final Fabric fabric;
    private final Expectations plan;
    private final List<Expectation> expected;

    private FabricProof(DataCenterPlan plan) {
        this.fabric = new Fabric(plan);
        this.plan = new Expectations(fabric);
        this.expected = this.plan.all();
    }

    /** The proof of a plan; nothing is asked yet. */
    public static FabricProof of(DataCenterPlan plan) {
        return new FabricProof(plan);
    }

    /**
     * Asks every device and compares. A device that cannot be reached is part of the verdict; how long one is waited for is
     * the fleet's setting (see {@link io.petaforge.remote.SshSettings#withBoot}).
     */
    public Verdict run(Fleet fleet) {
        Map<MachineId, Observation> seen = new ConcurrentSkipListMap<>();
        Map<MachineId, Observation> whole = new ConcurrentSkipListMap<>();
        Map<MachineId, String> silent = new ConcurrentSkipListMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(AT_ONCE, expected.size())), task -> {
            Thread thread = new Thread(task, "fabric-proof");
            thread.setDaemon(true);
            return thread;
        });
        try {
            each(pool, expected, one -> ask(fleet, one, one.questions(), seen, silent));
            List<Expectation> different = expected.stream()
                    .filter(one -> Optional.ofNullable(seen.get(one.device().id()))
                            .filter(observation -> RouteCheck.differs(one, observation))
                            .isPresent())
                    .toList();
            each(
                    pool,
                    different,
                    one -> ask(fleet, one, one.questions().inFull(), whole, new ConcurrentSkipListMap<>()));
        } finally {
            pool.shutdownNow();
        }
        return compare(seen, whole, silent);
    }

    /** The pure part. */
    Verdict compare(
            Map<MachineId, Observation> seen, Map<MachineId, Observation> whole, Map<MachineId, String> silent) {
        return Comparison.of(new Evidence(fabric, plan, expected, seen, whole, silent));
    }

    List<Expectation> expected() {
        return expected;
    }

    RoutePlan routes(String family) {
        return plan.routes(family);
    }

    /** The command that asks a device. */
    static Command command(Questions questions) {
        try {
            return Command.of("python3", "-I", "-c", PROGRAM, JSON.writeValueAsString(questions));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ask(
            Fleet fleet,
            Expectation expectation,
            Questions questions,
            Map<MachineId, Observation> answers,
            Map<MachineId, String> silent) {
        MachineId id = expectation.device().id();
        if (!fleet.machines().contains(id)) {
            return;
        }
        try {
            Output output = fleet.host(id)
                    .run(Bundle.ofProbes(List.of(command(questions))))
                    .probes()
                    .get(0);
            ObservationReader.read(output)
                    .ifPresentOrElse(answer -> answers.put(id, answer), () -> silent.put(id, why(output)));
        } catch (RemoteFailure failure) {
            silent.put(id, failure.problem().what());
        }
    }

    private static String why(Output output) {
        String last = output.stderr().strip();
        last = last.substring(last.lastIndexOf('\n') + 1);
        return "the program that looks ended with status " + output.status() + (last.isEmpty() ? "" : ": " + last);
    }

    private static void each(
            ExecutorService pool, List<Expectation> devices, java.util.function.Consumer<Expectation> work) {
        List<Future<?>> running = new ArrayList<>();
        devices.forEach(device -> running.add(pool.submit(() -> work.accept(device))));
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the fabric was asked", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private static String program() {
        try (InputStream in = FabricProof.class.getResourceAsStream("observe.py")) {
            if (in == null) {
                throw new IllegalStateException("observe.py is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
