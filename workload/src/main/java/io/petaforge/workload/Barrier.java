package io.petaforge.workload;

import java.io.IOException;

/** Where the hosts of a measurement wait for each other: an object per host and phase, listed until all are there. */
final class Barrier {
    /** Short against a phase of seconds, long against the few milliseconds of a listing. */
    private static final long POLL_MILLIS = 20;

    private final RawStore store;
    private final String prefix;
    private final String host;
    private final int peers;

    Barrier(RawStore store, String prefix, String host, int peers) {
        this.store = store;
        this.prefix = prefix;
        this.host = host;
        this.peers = peers;
    }

    /** Returns when every host has come to this phase; the program's deadline ends a wait for one that never comes. */
    void await(String phase) throws IOException, InterruptedException {
        store.mark(prefix + phase + "/" + host);
        while (store.count(prefix + phase + "/") < peers) {
            Thread.sleep(POLL_MILLIS);
        }
    }
}
