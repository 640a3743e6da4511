package io.petaforge.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.step.StepResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine with hosts that remember what they are told; the plan is nothing to it but an argument. */
@Timeout(120)
class EngineTest {
    private static final ClusterPlan NO_PLAN = null;

    private final FakeFleet fleet = new FakeFleet("a", "b", "c");

    @Test
    void gathersEverythingOnceActsAndIsDone() {
        List<Step> steps = List.of(
                FakeStep.setting("one", Set.of(), "x", "a", "b"), FakeStep.setting("two", Set.of("one"), "y", "a"));
        RunResult first = run(steps);
        assertTrue(first.converged());
        assertEquals(List.of(Outcome.CHANGED, Outcome.CHANGED), outcomes(first));
        assertEquals(
                Map.of(id("a"), List.of("set x"), id("b"), List.of("set x")),
                first.steps().get(0).actions());
        // Facts of the own host come with the action, and with them those that the next step will ask.
        assertEquals(
                List.of("a: get x, get y", "a: set x 1, get x, get y", "a: set y 1, get y"),
                fleet.log.stream().filter(line -> line.startsWith("a")).toList());
        assertEquals(
                List.of("b: get x", "b: set x 1, get x"),
                fleet.log.stream().filter(line -> line.startsWith("b")).toList());
        assertEquals(5, first.roundTrips());

        fleet.log.clear();
        RunResult second = run(steps);
        assertEquals(List.of(Outcome.UNCHANGED, Outcome.UNCHANGED), outcomes(second));
        assertFalse(second.changed());
        assertEquals(2, fleet.log.size());
    }

    @Test
    void factsThatOthersChangeAreGatheredWhenAllHaveEnded() {
        fleet.at("b").slow = Duration.ofMillis(100);
        Probe<String> all = FakeStep.all("a", "x");
        FakeStep step = new FakeStep("quorum", Set.of(), List.of(all), facts -> {
            if (facts.get(all).equals("11-")) {
                return List.of();
            }
            return List.of(FakeStep.set("a", "x", "1"), FakeStep.set("b", "x", "1"));
        });
        RunResult result = run(List.of(step));
        assertTrue(result.converged(), () -> result.failures().toString());
        assertEquals(1, result.steps().get(0).rounds());
        assertEquals("a: all x", new ArrayList<>(fleet.log).get(3));
    }

    @Test
    void aHostThatActsAloneTellsEverythingInTheSameTrip() {
        Probe<String> all = FakeStep.all("b", "x");
        FakeStep step = new FakeStep(
                "one",
                Set.of(),
                List.of(all),
                facts -> facts.get(all).equals("-1-") ? List.of() : List.of(FakeStep.set("b", "x", "1")));
        assertTrue(run(List.of(step)).converged());
        assertEquals(List.of("b: all x", "b: set x 1, all x"), List.copyOf(fleet.log));
    }

    @Test
    void factsOfAStepAreNewWhenAStepBeforeItActedElsewhere() {
        Probe<String> all = FakeStep.all("c", "x");
        List<String> seen = new ArrayList<>();
        FakeStep reader = new FakeStep("reader", Set.of("middle"), List.of(all), facts -> {
            seen.add(facts.get(all));
            return List.of();
        });
        run(List.of(
                FakeStep.setting("writer", Set.of(), "x", "a"),
                FakeStep.setting("middle", Set.of("writer"), "m"),
                reader));
        assertEquals(List.of("1--"), seen);
    }

    @Test
    void worksInRounds() {
        Probe<String> own = FakeStep.own("a", "n");
        FakeStep counting = new FakeStep("count", Set.of(), List.of(own), facts -> {
            int n = facts.get(own).isEmpty() ? 0 : Integer.parseInt(facts.get(own));
            return n == 3 ? List.of() : List.of(FakeStep.set("a", "n", String.valueOf(n + 1)));
        });
        RunResult result = run(List.of(counting));
        assertEquals(3, result.steps().get(0).rounds());
        assertEquals(
                List.of("set n", "set n", "set n"),
                result.steps().get(0).actions().get(id("a")));
    }

    @Test
    void whatRepeatsItselfHasFailed() {
        FakeStep stubborn = new FakeStep(
                "stubborn", Set.of(), List.of(FakeStep.own("a", "x")), facts -> List.of(FakeStep.set("a", "y", "1")));
        RunResult result = run(List.of(stubborn, FakeStep.setting("behind", Set.of("stubborn"), "z", "b")));
        assertEquals(List.of(Outcome.FAILED, Outcome.SKIPPED), outcomes(result));
        assertEquals(
                """
                PF-STEP-002: step stubborn did not converge: after it was done, this is still to be done:
                      a: set y
                    -> The hosts do not show what these actions should have brought about; look there, then run again.""",
                result.failures().get(0).problem().render());
        assertEquals(ExitCode.STEP_FAILED, result.failure().orElseThrow().exitCode());
    }

    @Test
    void whatWasWaitedForAndIsGoneAgainIsWaitedForAnew() {
        AtomicInteger looks = new AtomicInteger();
        FakeStep patient = new FakeStep(
                "patient",
                Set.of(),
                List.of(FakeStep.own("a", "x")),
                facts -> looks.incrementAndGet() <= 3
                        ? List.of(new Action(
                                id("a"),
                                "wait for x",
                                FakeStep.set("a", "y", "1").operation(),
                                Effect.WAIT))
                        : List.of());
        RunResult result = run(List.of(patient));
        assertEquals(List.of(Outcome.CHANGED), outcomes(result));
        assertEquals(3, result.steps().get(0).rounds());
    }

    @Test
    void aStepThatRefusesHasFailedWithItsOwnProblems() {
        Problem foreign = Problem.of("PF-T-001", "the drive holds foreign data", "wipe it yourself");
        FakeStep careful = new FakeStep("careful", Set.of(), List.of(FakeStep.own("a", "x")), facts -> {
            throw new PetaforgeException(ExitCode.STEP_FAILED, foreign);
        });
        RunResult result = run(List.of(careful, FakeStep.setting("behind", Set.of("careful"), "z", "b")));
        assertEquals(List.of(Outcome.FAILED, Outcome.SKIPPED), outcomes(result));
        assertEquals(List.of(foreign), result.failure().orElseThrow().problems());
    }

    @Test
    void aClosedGateLetsNothingBeChangedAndSaysWhy() {
        List<Step> steps = List.of(
                FakeStep.setting("s/first", Set.of(), "x", "a"),
                FakeStep.setting("s/second", Set.of("s/first"), "y", "a"));
        AtomicInteger passed = new AtomicInteger();
        RunResult result = new Engine(fleet, EngineSettings.DEFAULTS, EngineListener.SILENT, () -> {
                    if (passed.incrementAndGet() == 2) {
                        throw new PetaforgeException(
                                ExitCode.LOCKED, Problem.of("PF-T-002", "somebody else has it", "wait"));
                    }
                })
                .run(NO_PLAN, steps);
        assertEquals("1", fleet.at("a").memory.get("x"));
        assertFalse(fleet.at("a").memory.containsKey("y"));
        PetaforgeException failure = result.failure().orElseThrow();
        assertEquals(ExitCode.LOCKED, failure.exitCode());
        assertEquals("PF-T-002", failure.problems().get(0).code());
        // What is so already needs no gate.
        assertTrue(new Engine(fleet, EngineSettings.DEFAULTS, EngineListener.SILENT, () -> {
                    throw new IllegalStateException("nothing is to be changed");
                })
                .run(NO_PLAN, steps.subList(0, 1))
                .converged());
    }

    @Test
    void whatNeverEndsHasFailed() {
        Probe<String> own = FakeStep.own("a", "n");
        FakeStep flip = new FakeStep(
                "flip",
                Set.of(),
                List.of(own),
                facts -> List.of(FakeStep.set("a", "n", facts.get(own).equals("1") ? "2" : "1")));
        RunResult result = run(List.of(flip));
        assertEquals("PF-STEP-003", result.failures().get(0).problem().code());
        assertEquals(EngineSettings.DEFAULTS.maxRounds(), result.steps().get(0).rounds());
    }

    @Test
    void aFailureNamesEverythingAndStopsOnlyWhatDependsOnIt() {
        Command failing =
                Command.of("fail", "22", "pool 'p' does not exist\nkey was ").withStdin(new Secret("hunter22"));
        FakeStep bad = new FakeStep(
                "ceph/pools",
                Set.of(),
                List.of(FakeStep.own("a", "x")),
                facts -> List.of(
                        FakeStep.set("a", "before", "1"),
                        FakeStep.action("a", "make pool p", failing),
                        FakeStep.set("a", "behind", "1"),
                        FakeStep.set("b", "other", "1")));
        RunResult result = run(List.of(
                bad,
                FakeStep.setting("ceph/rgw", Set.of("ceph/pools"), "r", "c"),
                FakeStep.setting("spark", Set.of(), "s", "c")));
        assertEquals(
                Map.of("ceph/pools", Outcome.FAILED, "ceph/rgw", Outcome.SKIPPED, "spark", Outcome.CHANGED),
                result.steps().stream().collect(Collectors.toMap(StepResult::name, StepResult::outcome)));
        assertEquals("1", fleet.at("a").memory.get("before"));
        assertFalse(fleet.at("a").memory.containsKey("behind"));
        assertEquals("1", fleet.at("b").memory.get("other"));
        assertFalse(fleet.at("c").memory.containsKey("r"));
        StepFailure failure = result.failures().get(0);
        assertEquals(id("a"), failure.machine().orElseThrow());
        assertEquals("make pool p", failure.action().orElseThrow());
        assertEquals(22, failure.status().orElseThrow());
        assertEquals("pool 'p' does not exist\nkey was <secret>", failure.stderr());
        assertEquals(
                """
                PF-STEP-001: step ceph/pools failed on a: make pool p: exit status 22
                      command: fail 22 'pool '\\''p'\\'' does not exist ... (2 lines)' < <secret>
                      pool 'p' does not exist
                      key was <secret>
                    -> Remove the cause and run the same command again; what was built stays and it continues here.""",
                failure.problem().render());
    }

    @Test
    void aDeadHostFailsTheStepsThatNeedIt() {
        fleet.at("b").dead = true;
        RunResult result = run(List.of(
                FakeStep.setting("needs-b", Set.of(), "x", "a", "b"),
                FakeStep.setting("behind", Set.of("needs-b"), "y", "a"),
                FakeStep.setting("without", Set.of(), "z", "a", "c")));
        assertEquals(List.of(Outcome.FAILED, Outcome.SKIPPED, Outcome.CHANGED), outcomes(result));
        assertEquals(ExitCode.UNREACHABLE, result.failure().orElseThrow().exitCode());
        assertEquals(
                """
                PF-SSH-001: step needs-b failed on b (gathering facts): b did not answer
                    -> Look at it.""",
                result.failures().get(0).problem().render());
    }

    @Test
    void aLostConnectionIsNoFailureWhenTheFactsShowThatAllWasDone() {
        fleet.at("a").losses.set(1);
        RunResult result = run(List.of(FakeStep.setting("one", Set.of(), "x", "a")));
        assertTrue(result.converged());
        assertEquals("a: get x", new ArrayList<>(fleet.log).get(2));
    }

    @Test
    void aHostLostAgainAndAgainIsAFailure() {
        fleet.at("a").losses.set(1000);
        FakeStep never = new FakeStep(
                "never", Set.of(), List.of(FakeStep.own("a", "x")), facts -> List.of(FakeStep.set("a", "y", "1")));
        RunResult result = run(List.of(never));
        assertEquals("PF-SSH-004", result.failures().get(0).problem().code());
        assertEquals(
                EngineSettings.DEFAULTS.maxLosses() + 1, result.steps().get(0).rounds());
    }

    @Test
    void independentStepsAndHostsRunAtTheSameTimeWithinBounds() {
        // Long enough for all to begin before the first ends, on a busy machine too.
        fleet.hosts.values().forEach(host -> host.slow = Duration.ofMillis(300));
        List<Step> steps = List.of(
                FakeStep.setting("one", Set.of(), "x", "a", "b", "c"),
                FakeStep.setting("two", Set.of(), "y", "a", "b", "c"),
                FakeStep.setting("three", Set.of(), "z", "a", "b", "c"));
        run(steps);
        assertTrue(fleet.busiest.get() >= 6, () -> "at most " + fleet.busiest + " at once");

        FakeFleet other = new FakeFleet("a", "b", "c");
        other.hosts.values().forEach(host -> host.slow = Duration.ofMillis(20));
        new Engine(other, new EngineSettings(2, 8, 20, 3), EngineListener.SILENT).run(NO_PLAN, steps);
        assertEquals(2, other.busiest.get());
    }

    @Test
    void aSlowHostDoesNotHoldUpStepsThatDoNotNeedIt() {
        fleet.at("c").slow = Duration.ofMillis(400);
        ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();
        new Engine(fleet, EngineSettings.DEFAULTS, new EngineListener() {
                    @Override
                    public void hostReached(MachineId machine, Duration sinceStart) {
                        ended.add(machine.value());
                    }

                    @Override
                    public void stepFinished(StepResult result) {
                        ended.add(result.name());
                    }
                })
                .run(
                        NO_PLAN,
                        List.of(
                                FakeStep.setting("fast", Set.of(), "x", "a"),
                                FakeStep.setting("late", Set.of("fast"), "y", "c")));
        assertEquals(List.of("a", "fast", "c", "late"), List.copyOf(ended));
    }

    @Test
    void graphsThatCannotBeRunAreRefused() {
        assertRefused(
                "two steps are named one",
                FakeStep.setting("one", Set.of(), "x"),
                FakeStep.setting("one", Set.of(), "y"));
        assertRefused("one is after two, which is no step", FakeStep.setting("one", Set.of("two"), "x"));
        assertRefused(
                "steps need each other: one -> two -> three -> one",
                FakeStep.setting("one", Set.of("two"), "x"),
                FakeStep.setting("two", Set.of("three"), "x"),
                FakeStep.setting("three", Set.of("one"), "x"));
    }

    @Test
    void aDefectOfAStepComesOutAfterTheOthersHaveEnded() {
        IllegalStateException defect = new IllegalStateException("a defect");
        FakeStep broken = new FakeStep("broken", Set.of(), List.of(), facts -> {
            throw defect;
        });
        List<Step> steps = List.of(
                broken, FakeStep.setting("one", Set.of(), "x", "a"), FakeStep.setting("two", Set.of("one"), "y", "b"));
        assertSame(defect, assertThrows(IllegalStateException.class, () -> run(steps)));
        assertEquals("1", fleet.at("b").memory.get("y"));
    }

    @Test
    void previewShowsWhatIsSureAndWhatIsNot() {
        fleet.at("a").memory.put("x", "1");
        Probe<String> all = FakeStep.all("c", "y");
        List<Step> steps = List.of(
                FakeStep.setting("done", Set.of(), "x", "a"),
                FakeStep.setting("todo", Set.of("done"), "y", "a", "b"),
                FakeStep.setting("elsewhere", Set.of("todo"), "z", "c"),
                FakeStep.setting("same-host", Set.of("todo"), "z", "b"),
                new FakeStep("cluster", Set.of("todo"), List.of(all), facts -> List.of()));
        RunResult result = new Engine(fleet, EngineSettings.DEFAULTS, EngineListener.SILENT).preview(NO_PLAN, steps);
        assertEquals(
                List.of(Outcome.UNCHANGED, Outcome.CHANGED, Outcome.CHANGED, Outcome.PENDING, Outcome.PENDING),
                outcomes(result));
        assertEquals(Map.of(id("b"), List.of("set z")), result.steps().get(3).actions());
        assertFalse(fleet.at("b").memory.containsKey("y"));
        assertEquals(3, result.roundTrips());
        assertEquals(
                List.of(Outcome.PENDING, Outcome.PENDING, Outcome.PENDING, Outcome.PENDING, Outcome.PENDING),
                outcomes(Engine.pending(steps)));
    }

    private RunResult run(List<Step> steps) {
        return new Engine(fleet, EngineSettings.DEFAULTS, EngineListener.SILENT).run(NO_PLAN, steps);
    }

    private static void assertRefused(String why, Step... steps) {
        assertEquals(
                why,
                assertThrows(IllegalArgumentException.class, () -> new StepGraph(List.of(steps)))
                        .getMessage());
    }

    private static List<Outcome> outcomes(RunResult result) {
        return result.steps().stream().map(StepResult::outcome).toList();
    }

    private static MachineId id(String name) {
        return new MachineId(name);
    }
}
