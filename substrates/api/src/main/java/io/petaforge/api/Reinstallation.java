package io.petaforge.api;

import java.util.Map;
import java.util.Set;

/** The capability of having a machine's operating system installed anew by whoever serves its network boot. */
public interface Reinstallation {
    /**
     * Makes each machine boot from the network once and restarts it. What is installed is the network boot server's
     * business.
     */
    Map<MachineId, Answer<PowerState>> reinstall(String cluster, Set<MachineId> machines, Progress progress);
}
