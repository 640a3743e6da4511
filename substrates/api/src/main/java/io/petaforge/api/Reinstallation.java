package io.petaforge.api;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The capability of having a machine's operating system installed anew by whoever serves its network boot. */
public interface Reinstallation {
    /**
     * Makes each machine boot from the network once and restarts it. What is installed is the network boot server's
     * business. Asking again begins again, whatever an earlier asking has come to.
     *
     * @param patience how long to wait until the new system answers with the host keys that it is expected to have; without
     *     it the machines are only restarted
     */
    Map<MachineId, Answer<PowerState>> reinstall(
            String cluster, Set<MachineId> machines, Optional<Duration> patience, Progress progress);
}
