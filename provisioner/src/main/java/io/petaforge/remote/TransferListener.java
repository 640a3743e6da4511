package io.petaforge.remote;

import io.petaforge.api.MachineId;

/** Hears how far uploads are; called from any thread, at most once for each megabyte. */
@FunctionalInterface
public interface TransferListener {
    /** Hears nothing. */
    TransferListener SILENT = (machine, path, sent, total) -> {};

    /** So many bytes of so many are on their way to a path of a host. */
    void sent(MachineId machine, String path, long sent, long total);
}
