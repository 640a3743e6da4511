package io.petaforge.remote;

import io.petaforge.api.MachineId;
import java.util.Set;

/** The hosts that can be reached. */
public interface Fleet extends AutoCloseable {
    /** All of them. */
    Set<MachineId> machines();

    /**
     * One of them; no connection is opened by asking.
     *
     * @throws IllegalArgumentException when it is not one of {@link #machines}
     */
    RemoteHost host(MachineId machine);

    /** Ends all connections. */
    @Override
    void close();
}
