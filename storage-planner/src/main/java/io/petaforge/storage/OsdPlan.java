package io.petaforge.storage;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;

/**
 * One OSD on one drive.
 *
 * @param id the number in {@code osd.N}
 * @param uuid the OSD's fsid, derived from cluster and serial, so that the same plan names the same OSD
 * @param serial the drive's identity
 * @param size the drive's size; its CRUSH weight is this in TiB
 * @param memoryTarget osd_memory_target
 */
public record OsdPlan(
        int id,
        String uuid,
        MachineId host,
        String rack,
        String serial,
        ByteSize size,
        Media media,
        ByteSize memoryTarget) {
    public OsdPlan {
        requireNonNull(uuid, "uuid");
        requireNonNull(host, "host");
        requireNonNull(rack, "rack");
        requireNonNull(serial, "serial");
        requireNonNull(size, "size");
        requireNonNull(media, "media");
        requireNonNull(memoryTarget, "memoryTarget");
    }
}
