package io.petaforge.api;

import java.util.Set;

/** The capability of giving back single machines of a cluster that goes on without them. */
public interface MachineRelease {
    /**
     * Gives these machines back, however little of them exists, and nothing else. A machine is recorded until it is really
     * gone, so that a release that is cut short is continued by the next. Those that are not the cluster's, or not any more,
     * are passed over.
     *
     * @return what is gone, and what could not be removed with the reason: those machines stay recorded
     */
    Released releaseMachines(String cluster, Set<MachineId> machines, Progress progress);
}
