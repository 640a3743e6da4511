package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that SIGKILL ends some moment after one of their requests, in allocation and in teardown: the next run goes on
 * or gives everything back, as the account's own listing says. {@code -Dpetaforge.kills=N -Dpetaforge.seed=S} choose how many
 * and which.
 */
class SigkilledRunsIT extends OnMoto {
    private static final int KILLS = Integer.getInteger("petaforge.kills", 3);
    private static final long SEED = Long.getLong("petaforge.seed", 20260301L);
    /** From one request's arrival until that of the next but three, about: an answer under way, a record half written. */
    private static final int LATEST_MILLIS = 60;

    private static final String MACHINES = "RunInstances";

    private static final ClusterRequest REQUEST = Site.request(Victim.CLUSTER, 1);

    @TempDir
    private Path states;

    private final Random random = new Random(SEED);
    private final Map<String, Integer> spread = new TreeMap<>();
    private List<String> nothing = List.of();
    private List<String> whole = List.of();
    private int allocation;
    private int purchases;
    private int teardown;

    /** The request that a process is killed after: the so-many-th of this action, or of all when none is named. */
    private record Moment(String action, int number) {
        boolean counts(String asked) {
            return action.isEmpty() || action.equals(asked);
        }

        @Override
        public String toString() {
            return "request " + number + (action.isEmpty() ? "" : " of " + action);
        }
    }

    /** What a killed process had asked last, and how many requests it had made; empty when it had ended. */
    private record Death(String action, int requests) {}

    @Test
    void nothingIsOrphanedWhereverAProcessIsKilled() throws Exception {
        long begun = System.nanoTime();
        count();
        int killed = 0;
        for (int number = 1; killed < KILLS; number++) {
            assertTrue(number <= 2 * KILLS, "most runs end before they are killed");
            killed += one(number) ? 1 : 0;
        }
        System.out.printf(
                "%d processes killed, seed %d (%d requests allocate, %d give back), %d s: %s%n",
                killed, SEED, allocation, teardown, (System.nanoTime() - begun) / 1_000_000_000L, spread);
    }

    /** How many requests an undisturbed run makes, and what it leaves. */
    private void count() throws Exception {
        nothing = listing();
        Path state = Files.createDirectory(states.resolve("count"));
        AtomicInteger asked = new AtomicInteger();
        between.script((number, action, form) -> {
            asked.addAndGet(action.equals(MACHINES) ? 1 : 0);
            return Between.Fate.PASS;
        });
        try (AwsSubstrate aws = Victim.substrate(between.address(), state)) {
            aws.acquire(REQUEST, call -> {});
            allocation = between.requests();
            purchases = asked.get();
            whole = listing();
            between.script(Between.Script.HONEST);
            aws.release(Victim.CLUSTER, call -> {});
            teardown = between.requests();
        }
        assertEquals(nothing, listing());
        assertEquals(
                6, whole.stream().filter(line -> line.startsWith("instance ")).count(), whole.toString());
        assertEquals(
                2,
                whole.stream()
                        .filter(line -> line.startsWith("placement-group "))
                        .count(),
                whole.toString());
    }

    private boolean one(int number) throws Exception {
        Path state = Files.createDirectory(states.resolve("kill-" + number));
        String what = number % 3 == 0 ? "release" : "acquire";
        Moment at = moment(what, number);
        int millis = random.nextInt(LATEST_MILLIS);
        boolean resume = random.nextBoolean();
        between.script(Between.Script.HONEST);
        if (what.equals("release")) {
            try (AwsSubstrate aws = Victim.substrate(between.address(), state)) {
                aws.acquire(REQUEST, call -> {});
            }
        }
        List<Death> deaths = kill(what, at, millis, state);
        String where = "kill " + number + ": " + what + " at " + at + " + " + millis + " ms, " + deaths
                + (resume ? ", resumed" : ", released");
        System.out.println(where);
        between.script(Between.Script.HONEST);
        try (AwsSubstrate next = Victim.substrate(between.address(), state)) {
            if (resume) {
                assertEquals(6, next.acquire(REQUEST, call -> {}).size(), where);
                assertEquals(whole, listing(), where);
                assertEquals(List.of(), next.orphans(Victim.CLUSTER), where);
            }
            assertEquals(List.of(), next.release(Victim.CLUSTER, call -> {}).remaining(), where);
            assertEquals(List.of(), next.orphans(Victim.CLUSTER), where);
        }
        assertEquals(nothing, listing(), where);
        deaths.forEach(death -> spread.merge(what + " " + phase(death.action()), 1, Integer::sum));
        return !deaths.isEmpty();
    }

    /** Any request; in every fourth run one that pays for machines, which are few among all. */
    private Moment moment(String what, int number) {
        if (what.equals("release")) {
            return new Moment("", 1 + random.nextInt(teardown));
        }
        return number % 4 == 1
                ? new Moment(MACHINES, 1 + random.nextInt(purchases))
                : new Moment("", 1 + random.nextInt(allocation));
    }

    private static List<Death> kill(String what, Moment at, int millis, Path state)
            throws IOException, InterruptedException {
        CountDownLatch there = new CountDownLatch(at.number());
        List<String> asked = new ArrayList<>();
        between.script((number, action, form) -> {
            asked.add(action);
            if (at.counts(action)) {
                there.countDown();
            }
            return Between.Fate.PASS;
        });
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Victim.class.getName(),
                        what,
                        between.address().toString(),
                        state.toString())
                .inheritIO()
                .start();
        while (process.isAlive() && !there.await(20, TimeUnit.MILLISECONDS)) {
            // Neither there nor ended.
        }
        boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        // What it had sent may still be carried out: as with a real cloud, the next run must not count on it. Here it
        // waits, for the listing to be that of one moment.
        between.awaitIdle();
        return ended ? List.of() : List.of(new Death(asked.get(asked.size() - 1), asked.size()));
    }

    private static List<String> listing() throws IOException {
        List<String> all = new ArrayList<>(moto.listing());
        // Without their names, which hold a random token.
        between.placements().list().forEach(group -> all.add("placement-group" + group.substring(group.indexOf(' '))));
        return all;
    }

    private static String phase(String action) {
        if (action.equals(MACHINES) || action.equals("TerminateInstances")) {
            return "machines";
        }
        return action.startsWith("Describe") ? "looking" : "network";
    }
}
