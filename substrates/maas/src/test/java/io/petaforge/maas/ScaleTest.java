package io.petaforge.maas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred machines: how many requests, and how long a hundred allocations take when each answer takes its time. */
class ScaleTest {
    private static final Duration ANSWER = Duration.ofMillis(100);

    @TempDir
    Path directory;

    @Test
    void twoHundredInFlightArePolledWithTwelveRequestsATick() {
        try (Site site = new Site(directory)) {
            grow(site, 200);
            site.with(200, Duration.ofMinutes(45), 0, false);
            site.substrate().acquire(hosts(200), line -> {});
            // Ten pages of twenty machines, two of a hundred machines' events.
            assertEquals(12, perTick(site.maas.lines()));
        }
    }

    @Test
    void withTheUsualBoundTwoRequestsATickDoWhateverTheNumber() {
        try (Site site = new Site(directory)) {
            grow(site, 200);
            site.with(10, Duration.ofMinutes(45), 0, false);
            site.substrate().acquire(hosts(200), line -> {});
            assertEquals(2, perTick(site.maas.lines()));
            assertEquals(
                    3,
                    site.maas.lines().stream()
                                    .filter(line -> line.startsWith("GET machines/ zone="))
                                    .count()
                            / 2);
        }
    }

    @Test
    void aHundredAllocationsArePipelined() {
        try (Site site = new Site(directory)) {
            grow(site, 100);
            ClusterRequest request = hosts(100);
            MaasSettings settings = site.settings;
            Maas maas = new Maas(new MaasHttp(
                    settings.url(),
                    MaasKey.parse(new io.petaforge.api.Secret(io.petaforge.maas.fake.FakeAuth.KEY)),
                    java.util.Optional.empty(),
                    site.maas.time(),
                    line -> {}));
            Ledger ledger = Ledger.open(new MaasStore(directory), "pb1");
            List<Pick> picks = List.copyOf(new Selection(maas, settings)
                    .of(request, ledger.record(), List.of())
                    .picks()
                    .values());
            assertEquals(100, picks.size());
            site.maas.latency(ANSWER);
            site.maas.forgetLines();
            long start = System.nanoTime();
            Taking.Result result = new Taking(maas, settings, ledger).take(picks);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertEquals(100, result.taken().size());
            assertEquals(200, site.maas.lines().size());
            // One after the other, 200 requests of 100 ms would be 20 s.
            System.out.println("100 allocations and annotations, " + ANSWER.toMillis() + " ms each answer: "
                    + took.toMillis() + " ms, at most " + site.maas.most() + " at once");
            assertTrue(took.compareTo(ANSWER.multipliedBy(200).dividedBy(3)) < 0, took.toString());
            assertTrue(site.maas.most() <= Pipeline.AT_ONCE, "at once: " + site.maas.most());
        }
    }

    private static void grow(Site site, int machines) {
        site.region().deployment(Duration.ofMinutes(1));
        for (int i = 0; i < machines; i++) {
            site.region().add("mph6mh", String.format("x%05d", i), "n" + i, "rack-" + "abc".charAt(i % 3));
        }
    }

    private static ClusterRequest hosts(int count) {
        List<MachineRequest> machines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            machines.add(Site.host("storage-" + (i + 1), "storage", "rack-" + "abc".charAt(i % 3), 4));
        }
        return new ClusterRequest("pb1", machines, List.of());
    }

    /** The most requests between two waits; each page of machines is asked for once a tick. */
    private static int perTick(List<String> lines) {
        int most = 0;
        Map<String, Integer> tick = new HashMap<>();
        for (String line : lines) {
            if (line.startsWith("GET machines/ id=") && tick.containsKey(line.replaceAll(" after=\\d+", ""))) {
                most = Math.max(
                        most, tick.values().stream().mapToInt(Integer::intValue).sum());
                tick.clear();
            }
            if (line.startsWith("GET machines/ id=") || line.contains("limit=1000")) {
                tick.merge(line.replaceAll(" after=\\d+", ""), 1, Integer::sum);
            } else {
                tick.clear();
            }
        }
        return most;
    }
}
