package io.petaforge.api;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The capability of reading and emptying machines' hardware event logs. */
public interface EventLog {
    /** The entries, oldest first. */
    Map<MachineId, Answer<List<LogEntry>>> log(String cluster, Set<MachineId> machines);

    /**
     * Empties the log.
     *
     * @return how many entries were there before
     */
    Map<MachineId, Answer<Integer>> clearLog(String cluster, Set<MachineId> machines);
}
