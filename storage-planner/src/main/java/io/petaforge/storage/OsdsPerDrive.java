package io.petaforge.storage;

import io.petaforge.api.Media;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides how many OSDs share a drive.
 *
 * <p>One, but for NVMe with threads to spare: an OSD uses 5 to 6 cores of a real cluster and gains little beyond 14 to 16
 * threads, so that a second one on the same drive pays from 16 threads for each drive on (ceph.io, "Ceph: a journey to 1
 * TiB/s", 2024), or for the sake of tail latency, which is the owner's to ask for. A drive that has OSDs keeps their
 * number, whatever is asked for: cutting it anew would destroy them.
 */
final class OsdsPerDrive {
    /** Threads for each NVMe drive from which on two OSDs share it. */
    static final int THREADS_FOR_TWO = 16;

    private final StorageRequest request;
    private final Map<String, Integer> inForce = new HashMap<>();

    OsdsPerDrive(StorageRequest request) {
        this.request = request;
        request.previous().ifPresent(plan -> plan.osds()
                .forEach(osd -> inForce.put(osd.serial(), osd.data().of())));
    }

    /** OSDs on one drive. */
    int on(StorageRequest.Host host, StorageRequest.Drive drive) {
        Integer kept = inForce.get(drive.serial());
        if (kept != null) {
            return kept;
        }
        return request.orders().osdsPerDrive().orElseGet(() -> byThreads(host, drive));
    }

    /** OSDs of one host. */
    int of(StorageRequest.Host host) {
        return host.drives().stream().mapToInt(drive -> on(host, drive)).sum();
    }

    /** OSDs of the whole cluster. */
    int all() {
        return request.hosts().stream().mapToInt(this::of).sum();
    }

    private static int byThreads(StorageRequest.Host host, StorageRequest.Drive drive) {
        if (drive.media() != Media.NVME || host.compute().isEmpty()) {
            return 1;
        }
        StorageRequest.Compute compute = host.compute().get();
        int free = compute.threads() - compute.otherThreads();
        return free / host.drives().size() >= THREADS_FOR_TWO ? 2 : 1;
    }
}
