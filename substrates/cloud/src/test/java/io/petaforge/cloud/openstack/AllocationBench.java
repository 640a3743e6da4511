package io.petaforge.cloud.openstack;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Pause;
import io.petaforge.cloud.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What machines cost in calls and time, for each count that is given: one line of servers, calls until all are ACTIVE, how
 * many of them make something, calls that wait for servers, ticks of waiting, seconds; then calls and seconds to give
 * everything back. With {@code -v} as the first argument also every kind of call.
 */
final class AllocationBench {
    private static final String CLOUD = System.getProperty("petaforge.cloud", "petaforge");
    private static final String WAITING = "GET /v2.1/servers/detail";

    private AllocationBench() {}

    public static void main(String[] arguments) throws IOException {
        boolean verbose = arguments[0].equals("-v");
        for (String count : List.of(arguments).subList(verbose ? 1 : 0, arguments.length)) {
            measure(Integer.parseInt(count), verbose);
        }
    }

    private static void measure(int count, boolean verbose) throws IOException {
        // As fast as Nova takes them: apart only while there are hypervisors, without volumes.
        OpenStackSettings settings = Zoo.settings(
                Zoo.settings("debian-12", "10.70.0.0/24"),
                OpenStackSettings.Spread.PREFER,
                Map.of("storage", Zoo.group("small", "fast")));
        ClusterRequest request = Zoo.spread("bench", count, "zone-a", "zone-b", "zone-c");
        AtomicInteger ticks = new AtomicInteger();
        try (Gateway gateway = Gateway.open().here();
                OpenStackSubstrate substrate = new OpenStackSubstrate(
                        settings, Zoo.access(CLOUD), Files.createTempDirectory("bench"), counting(ticks))) {
            long start = System.nanoTime();
            int made = substrate.acquire(request, message -> {}).size();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (made != count) {
                throw new IllegalStateException(made + " of " + count + " machines");
            }
            Map<String, Integer> calls = gateway.counts();
            int waits = ticks.get();
            gateway.watch(Gateway.Watch.NOTHING);
            start = System.nanoTime();
            if (!substrate.release("bench", message -> {}).remaining().isEmpty()) {
                throw new IllegalStateException("not all was given back");
            }
            System.out.printf(
                    "%d %d %d %d %d %.1f %d %.1f%n",
                    count,
                    sum(calls, ""),
                    sum(calls, "POST") + sum(calls, "PUT"),
                    calls.getOrDefault(WAITING, 0),
                    waits,
                    seconds,
                    gateway.requests().size(),
                    (System.nanoTime() - start) / 1e9);
            if (verbose) {
                new TreeMap<>(calls).forEach((call, times) -> System.err.println("  " + times + " " + call));
            }
        }
    }

    private static int sum(Map<String, Integer> calls, String method) {
        return calls.entrySet().stream()
                .filter(call -> call.getKey().startsWith(method))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static Pause counting(AtomicInteger ticks) {
        Pause real = Pause.real(Parallel.STOPPED);
        return new Pause() {
            @Override
            public void sleep(Duration duration) {
                ticks.incrementAndGet();
                real.sleep(duration);
            }

            @Override
            public Clock clock() {
                return real.clock();
            }
        };
    }
}
