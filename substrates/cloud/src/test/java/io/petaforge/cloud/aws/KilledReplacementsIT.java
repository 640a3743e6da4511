package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineId;
import io.petaforge.cloud.CloudStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that give a machine a new system and end at each of their requests, before it was carried out or after: the next run
 * waits for what is under way, asks anew for what is not, and leaves nothing behind. {@code -Dall=true} ends each both before
 * and after, and both resumes and releases.
 */
class KilledReplacementsIT extends OnMoto {
    private static final ClusterRequest REQUEST =
            new ClusterRequest("pf1", Site.request("pf1", 1).machines().subList(0, 1), List.of());
    private static final Set<MachineId> MACHINES =
            Set.of(REQUEST.machines().get(0).id());

    private static final boolean ALL = Boolean.getBoolean("all");

    private static List<String> whole;

    @TempDir
    private Path states;

    private static AwsSubstrate substrate(Path state, AtomicBoolean dead) {
        return mortal(Site.settings(between.address()), state, dead);
    }

    private static void reinstall(AwsSubstrate aws) {
        aws.reinstall("pf1", MACHINES, Optional.of(Duration.ofHours(1)), line -> {});
    }

    private static Path acquired(Path state) throws Exception {
        moto.reset();
        between.roots().clear();
        // Each run looks twice before it asks, and a task goes on at each look.
        between.roots().course("pending", "pending", "pending", "in-progress", "succeeded");
        Files.createDirectories(state);
        between.script(Between.Script.HONEST);
        try (AwsSubstrate aws = substrate(state, new AtomicBoolean())) {
            aws.acquire(REQUEST, line -> {});
        }
        return state;
    }

    @Test
    void theNextRunTakesUpWhateverOneLeft() throws Exception {
        Path state = acquired(states.resolve("whole"));
        whole = moto.listing();
        between.script(Between.Script.HONEST);
        try (AwsSubstrate aws = substrate(state, new AtomicBoolean())) {
            reinstall(aws);
        }
        int requests = between.requests();
        assertTrue(requests >= 9, requests + " requests");
        int kills = 0;
        int waited = 0;
        int anew = 0;
        int ended = 0;
        for (int at = 1; at <= requests; at++) {
            for (int way = 0; way < 4; way++) {
                boolean carriedOut = way % 2 == 1;
                boolean resume = way < 2;
                if (!ALL && (carriedOut != (at % 2 == 0) || resume != (at % 4 < 2))) {
                    continue;
                }
                Path left = acquired(states.resolve(at + "-" + way));
                int before = killed(left, at, carriedOut);
                boolean open = between.roots().willBeOpen();
                next(
                        left,
                        resume,
                        before + (open ? 0 : 1),
                        "request " + at + (carriedOut ? " after" : " before") + (resume ? ", resumed" : ", released"));
                kills++;
                waited += resume && open ? 1 : 0;
                anew += resume && !open ? 1 : 0;
                ended += !resume && open ? 1 : 0;
            }
        }
        System.out.printf(
                "%d kills at %d requests: %d tasks waited for, %d asked for anew, %d under way at a release%n",
                kills, requests, waited, anew, ended);
        assertTrue(waited > 1 && anew > 1 && ended > 0, waited + ", " + anew + ", " + ended);
    }

    /** How many tasks it left. */
    private static int killed(Path state, int at, boolean carriedOut) throws Exception {
        AtomicBoolean dead = new AtomicBoolean();
        between.script((number, action, form) -> {
            if (number < at) {
                return Between.Fate.PASS;
            }
            dead.set(true);
            return carriedOut && number == at ? Between.Fate.ANSWER_LOST : Between.Fate.NEVER_SENT;
        });
        try (AwsSubstrate aws = substrate(state, dead)) {
            assertThrows(Throwable.class, () -> reinstall(aws));
        }
        assertTrue(dead.get());
        between.awaitIdle();
        between.script(Between.Script.HONEST);
        return between.roots().states().size();
    }

    private static void next(Path state, boolean resume, int tasks, String where) throws Exception {
        try (AwsSubstrate aws = substrate(state, new AtomicBoolean())) {
            if (resume) {
                reinstall(aws);
                assertEquals(tasks, between.roots().states().size(), where);
                assertEquals(whole, moto.listing(), where);
                AwsRecord record = new CloudStore<>(state, "aws", AwsRecord.class)
                        .read("pf1")
                        .orElseThrow();
                assertEquals(List.of(), record.renewing(), where);
            }
            assertEquals(List.of(), aws.release("pf1", line -> {}).remaining(), where);
        }
        assertFalse(between.roots().open(), where);
        assertEquals(nothing, moto.listing(), where);
    }

    @Test
    void whatIsUnderWayEndsBeforeItsMachineDoes() throws Exception {
        Path state = acquired(states.resolve("under-way"));
        AtomicBoolean dead = new AtomicBoolean();
        between.script((number, action, form) -> {
            dead.compareAndSet(false, action.equals("CreateReplaceRootVolumeTask") && !form.contains("DryRun"));
            return Between.Fate.PASS;
        });
        try (AwsSubstrate aws = substrate(state, dead)) {
            assertThrows(Throwable.class, () -> reinstall(aws));
        }
        assertTrue(between.roots().open());
        int terminated = between.forms("TerminateInstances").size();
        between.script((number, action, form) -> {
            if (action.equals("TerminateInstances")) {
                assertFalse(between.roots().open());
            }
            return Between.Fate.PASS;
        });
        try (AwsSubstrate aws = substrate(state, new AtomicBoolean())) {
            assertEquals(List.of(), aws.release("pf1", line -> {}).remaining());
        }
        assertEquals(terminated + 1, between.forms("TerminateInstances").size());
        assertEquals(List.of("succeeded"), between.roots().states());
        assertEquals(nothing, moto.listing());
    }
}
