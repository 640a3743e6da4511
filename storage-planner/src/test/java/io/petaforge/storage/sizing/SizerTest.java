package io.petaforge.storage.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Problem;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SizerTest {
    @Test
    void comparesEveryHostWithEveryProtection() {
        Answer answer = Sizer.answer(Questions.petabyte());
        assertEquals(
                List.of(
                        "dense, replica 3",
                        "dense, ec 4+2",
                        "dense, ec 6+2",
                        "dense, ec 8+3",
                        "light, replica 3",
                        "light, ec 4+2",
                        "light, ec 6+2",
                        "light, ec 8+3"),
                answer.options().stream().map(Option::name).toList());
        assertTrue(answer.options().stream().allMatch(Option::meets));
        assertEquals(
                Aftermath.HEALS,
                answer.recommended().orElseThrow().option().figures().aftermath());
    }

    /** Four racks hold 4+2 in twos, but a rack's loss then leaves four chunks, and min_size is five. */
    @Test
    void saysWhenUsersWaitAfterALoss() {
        Goal goal = Questions.with(Questions.goal("1PB", 0, 0), new Protection.Erasure(4, 2), FailureDomain.RACK);
        assertEquals(Aftermath.WAITS, aftermath(goal, 3));
        assertEquals(Aftermath.STALLS, aftermath(goal, 4));
        assertEquals(Aftermath.SERVES, aftermath(goal, 6));
        assertEquals(Aftermath.HEALS, aftermath(goal, 7));
    }

    private static Aftermath aftermath(Goal goal, int racks) {
        Answer answer = Sizer.answer(new Question(goal, List.of(Questions.DENSE), Questions.room(racks, 20)));
        return answer.recommended().orElseThrow().option().figures().aftermath();
    }

    @Test
    void theProtectionAskedForIsTheOneRecommended() {
        Goal goal = Questions.with(Questions.goal("1PB", 0, 0), new Protection.Erasure(5, 2), FailureDomain.RACK);
        Answer answer = Sizer.answer(new Question(goal, List.of(Questions.DENSE), Questions.room(8, 10)));
        assertEquals(
                "dense, ec 5+2", answer.recommended().orElseThrow().option().name());
        assertEquals(5, answer.options().size());
        assertFalse(answer.options().get(0).meets());
    }

    @Test
    void powerBoundsTheHostsOfARack() {
        Question question = new Question(
                Questions.goal("1PB", 0, 0),
                List.of(Questions.DENSE),
                new Limits(8, 10, OptionalDouble.of(2300), OptionalInt.empty()));
        // 650 W and 24 drives of 20 W: 1130 W each, two in a rack.
        Sizer.answer(question)
                .options()
                .forEach(option -> assertTrue(option.proposal().mostPerRack() <= 2, option.name()));
    }

    @Test
    void aGoalBeyondTheRoomIsAnsweredWithTheNearest() {
        Question question = new Question(Questions.goal("8PB", 0, 0), List.of(Questions.DENSE), Questions.room(4, 8));
        Answer answer = Sizer.answer(question);
        assertTrue(answer.recommended().isEmpty());
        Problem problem = Nearest.problems(question, answer).get(0);
        assertEquals("PF-STO-061", problem.code());
        assertEquals(
                "no option meets the goal; nearest comes 32 x dense in 4 racks, ec 6+2 with usable 7.05 PB of 8 PB",
                problem.what());
        assertEquals(
                "With 4 racks 'usable: 7.04PB' would work (32 x dense in 4 racks, ec 6+2); for the whole goal 6 racks are"
                        + " needed.",
                problem.fix());
    }

    @Test
    void tooManyChunksForTheRacksIsSaidWithTheRacksThatWouldDo() {
        Goal goal = Questions.with(Questions.goal("1PB", 0, 0), new Protection.Erasure(8, 3), FailureDomain.RACK);
        Question question = new Question(goal, List.of(Questions.DENSE), Questions.room(3, 10));
        Problem problem = Nearest.problems(question, Sizer.answer(question)).get(0);
        assertEquals("PF-STO-060", problem.code());
        assertEquals("dense with ec 8+3 needs 4 racks with 3 hosts, and there are 3", problem.what());
        assertEquals(
                "Raise the limits, or write 'replica 3', which fits; for the whole goal 4 racks are needed.",
                problem.fix());
    }

    @Test
    void gatewaysThatAreTooFewAreNamed() {
        Question question = new Question(
                Questions.goal("1PB", 20, 8),
                List.of(Questions.DENSE),
                new Limits(8, 10, OptionalDouble.empty(), OptionalInt.of(3)));
        Problem problem = Nearest.problems(question, Sizer.answer(question)).get(0);
        assertTrue(problem.what().contains("(gateways)"), problem.what());
        assertTrue(
                problem.fix().contains("the whole goal needs more gateways than 'catalogue.limits.gateways' allows"),
                problem.fix());
    }

    @Test
    void aThousandRacksAreSearchedInSeconds() {
        Question large = new Question(
                Questions.goal("30PB", 500, 200), List.of(Questions.DENSE, Questions.LIGHT), Questions.room(1000, 40));
        assertTimeout(
                Duration.ofSeconds(20), () -> Sizer.answer(large).recommended().orElseThrow());
    }
}
