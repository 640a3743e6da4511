package io.petaforge.storage.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.storage.StorageRequest.FailureDomain;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SizingPropertiesTest {
    @Provide
    Arbitrary<Question> questions() {
        Arbitrary<Goal> goals = Combinators.combine(
                        Arbitraries.longs().between(50, 4000),
                        Arbitraries.integers().between(0, 120),
                        Arbitraries.integers().between(0, 50),
                        Arbitraries.of(FailureDomain.values()))
                .as((terabytes, read, write, survive) -> new Goal(
                        new ByteSize(terabytes * 1_000_000_000_000L),
                        read == 0 ? Optional.empty() : Optional.of(ByteRate.ofGB(read)),
                        write == 0 ? Optional.empty() : Optional.of(ByteRate.ofGB(write)),
                        Optional.empty(),
                        ByteSize.ofMiB(4),
                        survive,
                        Optional.empty()));
        Arbitrary<Limits> rooms = Combinators.combine(
                        Arbitraries.integers().between(1, 14),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(0, 60))
                .as((racks, hosts, gateways) -> new Limits(
                        racks,
                        hosts,
                        OptionalDouble.empty(),
                        gateways == 0 ? OptionalInt.empty() : OptionalInt.of(gateways)));
        return Combinators.combine(goals, rooms)
                .as((goal, room) -> new Question(goal, List.of(Questions.DENSE, Questions.LIGHT), room));
    }

    @Property(tries = 40)
    void whatIsRecommendedMeetsTheGoalWithinTheRoom(@ForAll("questions") Question question) {
        Answer answer = Sizer.answer(question);
        assertEquals(answer.recommended().isEmpty(), answer.options().stream().noneMatch(Option::meets));
        answer.recommended().map(Answer.Recommended::option).ifPresent(option -> {
            assertEquals(List.of(), new Evaluator(question.goal()).misses(option.figures()));
            assertTrue(option.proposal().racks() <= question.limits().racks());
            assertTrue(option.proposal().mostPerRack() <= question.limits().hostsPerRack());
            assertEquals(Optional.empty(), option.beatenBy().filter(name -> option.name()
                    .equals(name)));
        });
    }

    @Property(tries = 40)
    void oneHostFewerInTheSameRacksMissesTheGoal(@ForAll("questions") Question question) {
        Evaluator evaluator = new Evaluator(question.goal());
        for (Option option : Sizer.answer(question).options()) {
            Proposal proposal = option.proposal();
            int fewer = proposal.hosts() - 1;
            if (!option.meets() || fewer < proposal.racks()) {
                continue;
            }
            Proposal smaller = new Proposal(
                    proposal.host(),
                    proposal.protection(),
                    fewer,
                    proposal.racks(),
                    Math.min(fewer, proposal.gateways()));
            assertTrue(
                    evaluator.figures(smaller).filter(evaluator::meets).isEmpty(),
                    () -> option.name() + " would do with " + fewer + " hosts");
        }
    }

    @Property(tries = 40)
    void theNearestGoalThatIsNamedWorks(@ForAll("questions") Question question) {
        Answer answer = Sizer.answer(question);
        if (answer.recommended().isPresent() || answer.options().isEmpty()) {
            return;
        }
        String fix = Nearest.problems(question, answer).get(0).fix();
        Goal goal = question.goal();
        Goal lowered = new Goal(
                ByteSize.parse(named(fix, "usable: ").orElseThrow()),
                named(fix, "read: ").map(SizingPropertiesTest::rate),
                named(fix, "write: ").map(SizingPropertiesTest::rate),
                goal.growth(),
                goal.objectSize(),
                goal.survive(),
                goal.protection());
        Answer second = Sizer.answer(new Question(lowered, question.hosts(), question.limits()));
        assertTrue(second.recommended().isPresent(), fix);
    }

    @Property(tries = 10)
    void theSameQuestionGetsTheSameAnswer(@ForAll("questions") Question question) {
        assertEquals(Sizer.answer(question), Sizer.answer(question));
    }

    private static ByteRate rate(String text) {
        return ByteRate.parse(text);
    }

    private static Optional<String> named(String fix, String key) {
        int at = fix.indexOf(key);
        return at < 0
                ? Optional.empty()
                : Optional.of(fix.substring(at + key.length()).split("[,']")[0]);
    }
}
