package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that end at any request, before it was carried out or after, with nothing more done or written: the next run takes up
 * or removes everything. {@code -Dpoints=N -Dseed=S} choose how many points and which.
 */
class KilledRunsIT extends OnMoto {
    private static final int POINTS = Integer.getInteger("points", 4);
    private static final long SEED = Long.getLong("seed", 20260301L);
    private static final ClusterRequest REQUEST = Site.request("pf1", 1);

    private static int allocation;
    private static int teardown;
    private static List<String> whole;

    @TempDir
    private Path states;

    @BeforeAll
    static void count() throws Exception {
        Path state = Files.createTempDirectory("pf");
        between.script(Between.Script.HONEST);
        try (AwsSubstrate aws = substrate(state, new AtomicBoolean())) {
            aws.acquire(REQUEST, call -> {});
            allocation = between.requests();
            whole = moto.listing();
            between.script(Between.Script.HONEST);
            aws.release("pf1", call -> {});
            teardown = between.requests();
        }
        assertEquals(nothing, moto.listing());
    }

    @Test
    void nothingIsOrphanedWhereverARunEnds() throws Exception {
        Random random = new Random(SEED);
        int killed = 0;
        long begun = System.nanoTime();
        for (int point = 0; point < POINTS; point++) {
            boolean inTeardown = point % 3 == 2;
            int at = 1 + random.nextInt(inTeardown ? teardown : allocation);
            boolean carriedOut = random.nextBoolean();
            boolean resume = random.nextBoolean();
            String where = (inTeardown ? "release " : "acquire ")
                    + at
                    + (carriedOut ? " after" : " before")
                    + (resume ? ", resumed" : ", released");
            killed += run(states.resolve("p" + point), inTeardown, at, carriedOut, resume, where) ? 1 : 0;
        }
        System.out.printf(
                "%d runs killed (%d requests allocate, %d release), %d s%n",
                killed, allocation, teardown, (System.nanoTime() - begun) / 1_000_000_000L);
        assertEquals(POINTS, killed);
    }

    private static boolean run(Path state, boolean inTeardown, int at, boolean carriedOut, boolean resume, String where)
            throws Exception {
        moto.reset();
        between.placements().clear();
        Files.createDirectories(state);
        AtomicBoolean dead = new AtomicBoolean();
        boolean killed = false;
        between.script(Between.Script.HONEST);
        try (AwsSubstrate aws = substrate(state, dead)) {
            if (inTeardown) {
                aws.acquire(REQUEST, call -> {});
            }
            between.script((number, action, form) -> {
                if (number < at) {
                    return Between.Fate.PASS;
                }
                dead.set(true);
                return carriedOut && number == at ? Between.Fate.ANSWER_LOST : Between.Fate.NEVER_SENT;
            });
            if (inTeardown) {
                aws.release("pf1", call -> {});
            } else {
                aws.acquire(REQUEST, call -> {});
            }
        } catch (Killed e) {
            killed = true;
        }
        between.script(Between.Script.HONEST);
        try (AwsSubstrate next = substrate(state, new AtomicBoolean())) {
            if (resume) {
                assertEquals(6, next.acquire(REQUEST, call -> {}).size(), where);
                assertEquals(whole, moto.listing(), where);
            }
            assertEquals(List.of(), next.release("pf1", call -> {}).remaining(), where);
            assertEquals(List.of(), next.orphans("pf1"), where);
        }
        assertEquals(nothing, moto.listing(), where);
        assertTrue(between.placements().list().isEmpty(), where);
        return killed;
    }

    private static AwsSubstrate substrate(Path state, AtomicBoolean dead) {
        return mortal(Site.settings(between.address()), state, dead);
    }
}
