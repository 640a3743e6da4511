package io.petaforge.api;

import java.util.Map;
import java.util.Set;

/**
 * The capability of switching many machines at once through their management controllers. Everything that is done is
 * checked: an answer is the state that was read afterwards.
 */
public interface PowerSwitches {
    /** Whether this machine can be switched: not every machine that exists has a controller. */
    default boolean switches(MachineId machine) {
        return true;
    }

    /** The state of each machine. */
    Map<MachineId, Answer<PowerState>> states(String cluster, Set<MachineId> machines);

    /**
     * Does one thing to each machine, several at a time, and waits until its power is what it should be then.
     *
     * @param progress hears of each machine when it is done
     */
    Map<MachineId, Answer<PowerState>> act(
            String cluster, Set<MachineId> machines, PowerAction action, Progress progress);
}
