package io.petaforge.storage;

import io.petaforge.api.Media;

/** What an OSD asks of its host's processor and network, by the kind of its drive. */
final class DaemonCost {
    private DaemonCost() {}

    /**
     * Threads that an OSD keeps busy under load: NVMe 5 to 6 cores on real clusters, SATA SSD 2 to 3 (ceph.io, "Ceph: a
     * journey to 1 TiB/s", 2024), a rotating drive 1 (Ceph's hardware recommendations). The lower of each, so that what is
     * reported is really short.
     */
    static int threads(Media media) {
        return switch (media) {
            case NVME -> 5;
            case SSD -> 2;
            case HDD -> 1;
        };
    }

    /**
     * Bytes per second that a drive of the kind writes in sequence at best: ten NVMe drives saturate 2x100 Gbit/s (the same
     * source), a SATA SSD its 6 Gbit/s link less the encoding, a rotating drive about 200 MB/s on its outer tracks.
     */
    static long writeRate(Media media) {
        return switch (media) {
            case NVME -> 2_500_000_000L;
            case SSD -> 500_000_000L;
            case HDD -> 200_000_000L;
        };
    }
}
