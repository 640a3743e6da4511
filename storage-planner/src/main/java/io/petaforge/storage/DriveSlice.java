package io.petaforge.storage;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Media;

/**
 * A drive, or one of the equal parts that it is cut into.
 *
 * @param serial the drive's identity
 * @param size of this part, in bytes
 * @param index which part, from 0
 * @param of how many parts the drive has; 1: the whole drive
 */
public record DriveSlice(String serial, ByteSize size, Media media, int index, int of) {
    public DriveSlice {
        requireNonNull(serial, "serial");
        requireNonNull(size, "size");
        requireNonNull(media, "media");
        if (of < 1 || index < 0 || index >= of) {
            throw new IllegalArgumentException(serial + ": part " + index + " of " + of);
        }
    }

    /** A drive that is not cut. */
    public static DriveSlice whole(String serial, ByteSize size, Media media) {
        return new DriveSlice(serial, size, media, 0, 1);
    }

    /** Whether it is all of the drive. */
    public boolean isWhole() {
        return of == 1;
    }
}
