package io.petaforge.step;

import io.petaforge.api.MachineId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Hears what the engine does, for progress, journal and report. Called by many threads, sometimes at once. */
public interface EngineListener {
    /** Hears nothing. */
    EngineListener SILENT = new EngineListener() {};

    /** A host was reached and its facts were gathered for the first time. */
    default void hostReached(MachineId machine, Duration sinceStart) {}

    /** A step's turn has come. */
    default void stepStarted(String step, Instant at) {}

    /** A round of actions is about to be carried out. */
    default void actionsStarted(String step, int round, List<Action> actions) {}

    /** One action has ended well. */
    default void actionDone(String step, Action action, boolean changed, Duration elapsed) {}

    /** A host has done its part of the round. */
    default void hostDone(String step, int round, MachineId machine, Duration elapsed) {}

    /** The step ended; see the outcome for how. Skipped steps are told of too. */
    default void stepFinished(StepResult result) {}
}
