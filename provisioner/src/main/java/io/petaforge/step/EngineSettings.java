package io.petaforge.step;

/**
 * Bounds of the engine.
 *
 * @param hostsAtOnce on how many hosts something may be running at the same time
 * @param stepsAtOnce how many independent steps may run at the same time
 * @param maxRounds after so many rounds of actions a step that still wants more has failed
 * @param maxLosses how often the connection to hosts may be lost within one step before it has failed
 */
public record EngineSettings(int hostsAtOnce, int stepsAtOnce, int maxRounds, int maxLosses) {
    /**
     * 64 hosts at once, so that a rack and its switches go in one wave; 8 steps, the widest that the services' steps
     * get; 20 rounds, where a bootstrap step needs three or four; 3 losses, because a host that crashes each time it is
     * told the same is not booting.
     */
    public static final EngineSettings DEFAULTS = new EngineSettings(64, 8, 20, 3);

    public EngineSettings {
        if (hostsAtOnce < 1 || stepsAtOnce < 1 || maxRounds < 1 || maxLosses < 0) {
            throw new IllegalArgumentException("a bound below one");
        }
    }
}
