package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ExitCode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What goes wrong while machines get new systems in place. */
class RootFaultsIT extends RootsOnMoto {
    @Test
    void aTaskThatFailedLeavesTheOldSystemAndIsAskedForAgain() throws Exception {
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(REQUEST, said::add);
            List<String> whole = moto.listing();
            between.roots().course("pending", "in-progress", "failing", "failed");
            assertEquals(
                    "PF-AWS-041: The machine of storage-1 (" + held(ONE).instance()
                            + ") has no new system: the task replacevol-1 is failed. Its old root volume is still attached,"
                            + " and its data volumes stay.\n"
                            + "    -> Run the same command again, which asks for another; Amazon's support sees why one"
                            + " failed.",
                    refused(aws, ExitCode.STEP_FAILED, ONE));
            assertEquals(1, asked().size());
            assertEquals(whole, moto.listing());
            assertEquals(List.of(), record().renewing());
            between.roots().course("pending", "in-progress", "succeeded");
            reinstall(aws, ONE);
            assertEquals(List.of("failed", "succeeded"), between.roots().states());
            assertEquals(whole, moto.listing());
            gone(aws);
        }
    }

    @Test
    void aMachineThatWasLeftWithoutARootVolumeIsReplacedAndNothingOfItStays() throws Exception {
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(REQUEST, said::add);
            List<String> whole = moto.listing();
            between.roots().course("pending", "failing-detached", "failed-detached");
            assertEquals(
                    "PF-AWS-041: The machine of storage-1 (" + held(ONE).instance()
                            + ") has no new system: the task replacevol-1 is failed-detached. It has no root volume now; its"
                            + " data volumes stay attached.\n"
                            + "    -> Take the host out of the inventory, build, and put it back: another machine takes its"
                            + " place.",
                    refused(aws, ExitCode.STEP_FAILED, ONE));
            assertEquals(1, asked().size());
            assertEquals(
                    "PF-AWS-037: The machine of storage-1 (" + held(ONE).instance()
                            + ") has no root volume: EC2 took it off, and put none in its place.\n"
                            + "    -> Take the host out of the inventory, build, and put it back.",
                    refused(aws, ExitCode.PREFLIGHT, ONE));
            aws.acquire(REQUEST, said::add);
            assertEquals(
                    List.of(),
                    aws.releaseMachines("pf1", Set.of(ONE), said::add).remaining());
            aws.acquire(REQUEST, said::add);
            assertEquals(whole, moto.listing(), "the volume that was taken off is gone with its machine");
            gone(aws);
        }
    }

    @Test
    void aTaskThatAnotherRunAskedForAndThatFailsIsAskedForByThisOne() throws Exception {
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(REQUEST, said::add);
            between.roots().course("pending");
            assertEquals(
                    "PF-AWS-042: The machine of storage-1 (" + held(ONE).instance()
                            + ") has no new system after 60 min: the task replacevol-1 is pending. Its data volumes stay.\n"
                            + "    -> Run the same command again: it waits for that.",
                    refused(aws, ExitCode.STEP_FAILED, ONE));
            assertEquals(List.of(held(ONE).instance()), record().renewing());
            between.roots().fate("replacevol-1", "pending", "pending", "in-progress", "failing", "failed");
            between.roots().course("pending", "succeeded");
            said.clear();
            try (AwsSubstrate next = substrate()) {
                reinstall(next, ONE);
            }
            assertEquals(
                    List.of(
                            "storage-1 gets a new system in place, as a run before this one asked",
                            "storage-1 gets a new system in place",
                            "storage-1 has a new system"),
                    said);
            assertEquals(List.of("failed", "succeeded"), between.roots().states());
            gone(aws);
        }
    }

    @Test
    void whatSomebodyElseAskedForIsNotTakenForIt() throws Exception {
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(REQUEST, said::add);
            between.roots().course("pending", "pending", "in-progress", "succeeded");
            between.roots().foreign(held(ONE).instance());
            said.clear();
            reinstall(aws, ONE);
            assertEquals(
                    List.of(
                            "storage-1 gets a root volume that somebody else asked for: waiting for its end",
                            "storage-1 gets a new system in place",
                            "storage-1 has a new system"),
                    said);
            assertEquals(List.of("succeeded", "succeeded"), between.roots().states());
            gone(aws);
        }
    }

    @Test
    void aLostAnswerMakesNoSecondTaskAndAThrottledRequestIsSentAgain() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        AtomicInteger throttled = new AtomicInteger();
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(REQUEST, said::add);
            List<String> whole = moto.listing();
            between.script((number, action, form) -> {
                if (number % 3 == 0) {
                    throttled.incrementAndGet();
                    return Between.Fate.error(503, "RequestLimitExceeded");
                }
                if (action.equals(CREATE) && !form.contains("DryRun") && lost.incrementAndGet() <= 2) {
                    return Between.Fate.ANSWER_LOST;
                }
                return Between.Fate.PASS;
            });
            reinstall(aws, ONE);
            assertTrue(throttled.get() >= 3, throttled.toString());
            assertTrue(lost.get() >= 3, lost.toString());
            assertEquals(List.of("succeeded"), between.roots().states());
            assertEquals(
                    1,
                    asked().stream()
                            .map(fields -> fields.get("ClientToken"))
                            .distinct()
                            .count());
            assertEquals(whole, moto.listing());
            between.script(Between.Script.HONEST);
            gone(aws);
        }
    }

    @Test
    void whatEc2RefusesStopsNoOther() throws Exception {
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(REQUEST, said::add);
            String bad = held(ONE).instance();
            between.script(
                    (number, action, form) -> action.equals(CREATE) && form.contains(bad) && !form.contains("DryRun")
                            ? Between.Fate.error(400, "InvalidSnapshot.NotFound")
                            : Between.Fate.PASS);
            assertEquals(
                    "PF-AWS-040: EC2 gives the machine of storage-1 no new root volume: InvalidSnapshot.NotFound, as the"
                            + " test says.\n"
                            + "    -> Correct what it names and run the same command again. If it cannot be had, rebuild its"
                            + " services with --service, or take the host out of the inventory, build, and put it back.",
                    refused(aws, ExitCode.STEP_FAILED, ONE, TWO));
            assertEquals(List.of("succeeded"), between.roots().states());
            assertEquals(List.of(), record().renewing());
            gone(aws);
        }
    }
}
