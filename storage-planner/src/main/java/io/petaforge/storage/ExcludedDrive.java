package io.petaforge.storage;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;

/**
 * A drive that nothing is put on, and why: the fence lets nobody touch it.
 *
 * @param serial the drive's identity
 * @param reason as a person reads it
 */
public record ExcludedDrive(MachineId host, String serial, ByteSize size, Media media, String reason) {
    public ExcludedDrive {
        requireNonNull(host, "host");
        requireNonNull(serial, "serial");
        requireNonNull(size, "size");
        requireNonNull(media, "media");
        requireNonNull(reason, "reason");
    }
}
