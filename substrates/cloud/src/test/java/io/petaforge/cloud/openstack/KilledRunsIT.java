package io.petaforge.cloud.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are ended by SIGKILL at any of the requests that make a cluster or give it back: before the cloud hears of
 * it, while it works on it, or when it has done it and the answer is on its way. The next run takes up or gives back
 * everything, as the cloud's own listing shows. {@code -Dpetaforge.kills=50 -Dpetaforge.seed=S} choose how many and which.
 */
class KilledRunsIT {
    /** Of a cluster that has one of everything: two servers with a volume and a floating address each, and all around. */
    static final ClusterRequest REQUEST = Zoo.request("killed", 1, 1, "zone-a", "zone-b");

    static final OpenStackSettings SETTINGS = Zoo.floating(Zoo.settings("debian-12", "10.63.0.0/24"));

    /** A project of its own: its listing is nobody else's. */
    private static final String CLOUD = System.getProperty("petaforge.cloud", "petaforge-kills");

    /** What a stage of some minutes has room for. */
    private static final int KILLS = Integer.getInteger("petaforge.kills", 4);

    private static final long SEED = Long.getLong("petaforge.seed", 20260301L);

    private static final Gateway.Moment[] MOMENTS = {Gateway.Moment.BEFORE, Gateway.Moment.DURING, Gateway.Moment.AFTER
    };

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private final Map<String, Integer> phases = new TreeMap<>();
    private List<String> before = List.of();
    /** The kinds of everything that a whole cluster adds to the listing. */
    private List<String> whole = List.of();

    @BeforeAll
    static void there() {
        Zoo.assumeThere();
    }

    @Test
    void nothingIsOrphaned() throws IOException, InterruptedException {
        before = Zoo.listing(CLOUD);
        long begun = System.nanoTime();
        int allocation;
        int teardown;
        try (Gateway gateway = Gateway.open()) {
            run(gateway, "acquire", Gateway.Watch.NOTHING);
            allocation = gateway.requests().size();
            whole = kinds(Zoo.listing(CLOUD));
            gateway.watch(Gateway.Watch.NOTHING);
            run(gateway, "release", Gateway.Watch.NOTHING);
            teardown = gateway.requests().size();
        }
        assertEquals(before, Zoo.listing(CLOUD));
        assertTrue(whole.contains("server x2") && whole.contains("floating address x2"), whole.toString());

        boolean stands = false;
        for (int kill = 1; kill <= KILLS; kill++) {
            // A cluster that stands is given back next, so that both are hit about as often.
            String what = stands ? "release" : "acquire";
            int at = 1 + random.nextInt(stands ? teardown : allocation);
            Gateway.Moment moment = MOMENTS[random.nextInt(MOMENTS.length)];
            boolean resume = random.nextBoolean();
            String where = String.format("kill %d: %s at request %d", kill, what, at);
            String request = kill(what, at, moment);
            if (request.isEmpty()) {
                // It had to wait less often than the one that was counted, and ended.
                kill--;
            } else {
                phases.merge(what + ", " + phase(request), 1, Integer::sum);
            }
            where += " (" + request + "), " + moment + ", then " + (resume ? "resumed" : "released");
            System.out.println(where);
            try (OpenStackSubstrate next = Zoo.substrate(SETTINGS, CLOUD, directory)) {
                if (resume) {
                    assertEquals(2, next.acquire(REQUEST, message -> {}).size(), where);
                    assertEquals(List.of(), next.orphans(REQUEST.cluster()), where);
                    assertEquals(whole, kinds(Zoo.listing(CLOUD)), where);
                } else {
                    assertEquals(
                            List.of(),
                            next.release(REQUEST.cluster(), message -> {}).remaining(),
                            where);
                    assertEquals(before, Zoo.listing(CLOUD), where);
                }
            }
            stands = resume;
        }
        try (OpenStackSubstrate last = Zoo.substrate(SETTINGS, CLOUD, directory)) {
            assertEquals(
                    List.of(),
                    last.release(REQUEST.cluster(), System.out::println).remaining());
            assertEquals(List.of(), last.orphans(REQUEST.cluster()));
        }
        assertEquals(before, Zoo.listing(CLOUD));
        System.out.printf(
                "%d of %d runs killed, seed %d, in %d s; %d requests make the cluster, %d give it back; killed at %s%n",
                KILLS, KILLS, SEED, (System.nanoTime() - begun) / 1_000_000_000L, allocation, teardown, phases);
    }

    /** What a listing has more than the one before, by kind. */
    private List<String> kinds(List<String> listing) {
        List<String> more = new ArrayList<>(listing);
        before.forEach(thing -> assertTrue(more.remove(thing), "gone: " + thing));
        Map<String, Integer> kinds = new TreeMap<>();
        more.forEach(thing -> kinds.merge(
                List.of("server group", "security group", "floating address", "key pair").stream()
                        .filter(thing::startsWith)
                        .findFirst()
                        .orElse(thing.substring(0, thing.indexOf(' '))),
                1,
                Integer::sum));
        return kinds.entrySet().stream()
                .map(kind -> kind.getKey() + " x" + kind.getValue())
                .toList();
    }

    /** The request around which it was killed. */
    private String kill(String what, int at, Gateway.Moment moment) throws IOException, InterruptedException {
        AtomicReference<String> hit = new AtomicReference<>("");
        AtomicReference<Process> process = new AtomicReference<>();
        try (Gateway gateway = Gateway.open()) {
            int status = run(
                    gateway,
                    what,
                    new Gateway.Watch() {
                        @Override
                        public Gateway.Moment when(int number, String request) {
                            if (number != at) {
                                return Gateway.Moment.NEVER;
                            }
                            hit.set(request);
                            return moment;
                        }

                        @Override
                        public void act() {
                            process.get().destroyForcibly().onExit().join();
                        }
                    },
                    process);
            assertEquals(hit.get().isEmpty() ? 0 : 137, status, what + " at request " + at);
        }
        return hit.get();
    }

    private void run(Gateway gateway, String what, Gateway.Watch watch) throws IOException, InterruptedException {
        assertEquals(0, run(gateway, what, watch, new AtomicReference<>()), what);
    }

    private int run(Gateway gateway, String what, Gateway.Watch watch, AtomicReference<Process> running)
            throws IOException, InterruptedException {
        gateway.watch(watch);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(gateway.options());
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Victim.class.getName(),
                what,
                directory.toString(),
                CLOUD));
        Process process = new ProcessBuilder(command).inheritIO().start();
        running.set(process);
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(what + " does not end");
        }
        return process.exitValue();
    }

    /** What the run was about when it asked this. */
    private static String phase(String request) {
        String path = request.substring(request.indexOf(' ') + 1);
        String[] steps = path.split("/");
        String thing = steps[steps.length - 1].matches("ID|detail|details.json") && steps.length > 1
                ? steps[steps.length - 2]
                : steps[steps.length - 1];
        return (request.startsWith("GET")
                ? "reading"
                : request.startsWith("DELETE") ? "removing " + thing : "making " + thing);
    }
}
