package io.petaforge.step;

import io.petaforge.api.PetaforgeException;

/** Passed before each round of actions of each step, by many threads. */
public interface Gate {
    /** Lets everything through. */
    Gate OPEN = () -> {};

    /**
     * Returns when hosts may be changed.
     *
     * @throws PetaforgeException when they may not, or not any more: the step fails with it
     */
    void pass();
}
