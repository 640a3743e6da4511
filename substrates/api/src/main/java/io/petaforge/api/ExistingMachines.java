package io.petaforge.api;

import java.util.Map;

/** The capability of naming machines before anything was taken: they exist, and run whether a cluster is built or not. */
public interface ExistingMachines {
    /** How to reach all of them. */
    Map<MachineId, SshAccess> machines();
}
