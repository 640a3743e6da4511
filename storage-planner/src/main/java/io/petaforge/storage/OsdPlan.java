package io.petaforge.storage;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import java.util.Optional;

/**
 * One OSD.
 *
 * @param id the number in {@code osd.N}
 * @param uuid the OSD's fsid, derived from cluster and drive, so that the same plan names the same OSD
 * @param data where its objects are: a drive, or a part of one
 * @param db where its RocksDB and write-ahead log are, when not with the objects
 * @param memoryTarget osd_memory_target
 */
public record OsdPlan(
        int id,
        String uuid,
        MachineId host,
        String rack,
        DriveSlice data,
        Optional<DriveSlice> db,
        ByteSize memoryTarget) {
    public OsdPlan {
        requireNonNull(uuid, "uuid");
        requireNonNull(host, "host");
        requireNonNull(rack, "rack");
        requireNonNull(data, "data");
        requireNonNull(db, "db");
        requireNonNull(memoryTarget, "memoryTarget");
    }

    /** Identity of the drive that holds its objects. */
    public String serial() {
        return data.serial();
    }

    /** Bytes for its objects; its CRUSH weight is this in TiB. */
    public ByteSize size() {
        return data.size();
    }

    /** Hardware threads that it keeps busy under load. */
    public int threads() {
        return DaemonCost.threads(media());
    }

    /** What the drive with its objects is made of, which is its device class. */
    public Media media() {
        return data.media();
    }
}
