package io.petaforge.step;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.remote.RemoteHost;
import io.petaforge.remote.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hosts that know four commands: {@code set KEY VALUE} and {@code get KEY} on their own memory, {@code all KEY}, which
 * shows that key of every host, and {@code fail}. Each bundle is noted as one line.
 */
final class FakeFleet implements Fleet {
    final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    final Map<MachineId, Host> hosts = new TreeMap<>();
    final AtomicInteger busy = new AtomicInteger();
    final AtomicInteger busiest = new AtomicInteger();

    FakeFleet(String... names) {
        for (String name : names) {
            hosts.put(new MachineId(name), new Host(new MachineId(name)));
        }
    }

    Host at(String name) {
        return hosts.get(new MachineId(name));
    }

    @Override
    public Set<MachineId> machines() {
        return hosts.keySet();
    }

    @Override
    public RemoteHost host(MachineId machine) {
        return hosts.get(machine);
    }

    @Override
    public void close() {}

    final class Host implements RemoteHost {
        final Map<String, String> memory = new ConcurrentHashMap<>();
        /** How often the next bundles with operations are lost after they were carried out. */
        final AtomicInteger losses = new AtomicInteger();

        volatile boolean dead;
        volatile Duration slow = Duration.ZERO;
        private final AtomicLong trips = new AtomicLong();
        private final MachineId id;

        Host(MachineId id) {
            this.id = id;
        }

        @Override
        public MachineId machine() {
            return id;
        }

        @Override
        public long roundTrips() {
            return trips.get();
        }

        @Override
        public Reply run(Bundle bundle) {
            busiest.accumulateAndGet(busy.incrementAndGet(), Math::max);
            try {
                Thread.sleep(slow.toMillis());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                busy.decrementAndGet();
            }
            if (dead) {
                throw lost("PF-SSH-001", id + " did not answer", RemoteFailure.Kind.RETRYABLE);
            }
            trips.incrementAndGet();
            List<Reply.Result> results = new ArrayList<>();
            List<String> words = new ArrayList<>();
            boolean failed = false;
            for (Operation operation : bundle.operations()) {
                Command command = ((Operation.Exec) operation).command();
                words.add(String.join(" ", command.argv()));
                Output output = run(command);
                results.add(new Reply.Result(operation, true, output, Duration.ofMillis(1)));
                if (!output.ok()) {
                    failed = true;
                    break;
                }
            }
            List<Output> probes = new ArrayList<>();
            for (Command probe : failed ? List.<Command>of() : bundle.probes()) {
                words.add(String.join(" ", probe.argv()));
                probes.add(run(probe));
            }
            log.add(id + ": " + String.join(", ", words));
            if (!bundle.operations().isEmpty() && losses.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw lost("PF-SSH-004", "the connection to " + id + " was lost", RemoteFailure.Kind.RETRYABLE);
            }
            return new Reply(results, probes);
        }

        private Output run(Command command) {
            List<String> argv = command.argv();
            switch (argv.get(0)) {
                case "set":
                    memory.put(argv.get(1), argv.get(2));
                    return new Output(0, "", "");
                case "get":
                    return new Output(0, memory.getOrDefault(argv.get(1), ""), "");
                case "all":
                    StringBuilder all = new StringBuilder();
                    hosts.values().forEach(host -> all.append(host.memory.getOrDefault(argv.get(1), "-")));
                    return new Output(0, all.toString(), "");
                default:
                    return new Output(
                            Integer.parseInt(argv.get(1)),
                            "",
                            argv.size() > 2
                                    ? argv.get(2)
                                            + command.stdin()
                                                    .map(secret -> secret.reveal())
                                                    .orElse("")
                                    : "");
            }
        }

        private RemoteFailure lost(String code, String what, RemoteFailure.Kind kind) {
            return new RemoteFailure(id, kind, Problem.of(code, what, "Look at it."));
        }
    }
}
