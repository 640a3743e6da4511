package io.petaforge.remote;

import io.petaforge.api.MachineId;

/** A host that can be told to do things. Safe for use by several threads at once. */
public interface RemoteHost {
    /** Which machine it is. */
    MachineId machine();

    /**
     * Carries a bundle out in one round trip (one more for each {@link Operation.Upload} that has something to send).
     * Connects first if there is no connection, and waits for a host that is still booting.
     *
     * @throws RemoteFailure when the host cannot be reached, is not the one it should be, or was lost meanwhile; a failing
     *     operation is no exception but {@link Reply#failed}
     */
    Reply run(Bundle bundle);

    /** How many round trips were made since the program started; connecting is not counted. */
    long roundTrips();
}
