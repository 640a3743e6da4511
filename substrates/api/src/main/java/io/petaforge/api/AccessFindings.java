package io.petaforge.api;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The capability of finding management controllers that let in whom they should not. */
public interface AccessFindings {
    /** What is open at each machine; an empty list when nothing was found. */
    Map<MachineId, Answer<List<Problem>>> findings(String cluster, Set<MachineId> machines);
}
