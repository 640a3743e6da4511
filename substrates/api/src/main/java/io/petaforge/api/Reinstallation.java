package io.petaforge.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The capability of having a machine's operating system installed anew by whoever serves its network boot. */
public interface Reinstallation {
    /** What stands against it, asked before anything that runs on the machines is stopped; empty when nothing does. */
    default List<Problem> obstacles(String cluster, Set<MachineId> machines) {
        return List.of();
    }

    /**
     * Makes each machine boot from the network once and restarts it. What is installed is the network boot server's
     * business; drives other than the system's keep what is on them as far as that is the substrate's. Asking again begins
     * again, or goes on where an earlier asking that was interrupted has come to.
     *
     * @param patience how long to wait until the new system answers with the host keys that it is expected to have; without
     *     it the machines are only restarted
     */
    Map<MachineId, Answer<PowerState>> reinstall(
            String cluster, Set<MachineId> machines, Optional<Duration> patience, Progress progress);
}
