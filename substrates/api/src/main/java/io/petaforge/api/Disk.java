package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One drive of a machine. Its serial (or WWN, where the substrate knows no serial) is its identity: kernel names swap
 * between boots and are never used as one.
 *
 * @param serial serial number or WWN, unique within the machine
 * @param model as the drive reports it
 * @param size raw capacity
 * @param media flash or rotating
 * @param boot whether the operating system lives on it; such a drive is never planned for anything
 * @param speed what it delivers, where that is promised; else it is taken for one of its kind and size
 */
public record Disk(String serial, String model, ByteSize size, Media media, boolean boot, Optional<DriveSpeed> speed) {
    public Disk {
        if (serial.isBlank()) {
            throw new IllegalArgumentException("a disk without a serial or WWN has no identity");
        }
        requireNonNull(model, "model");
        requireNonNull(size, "size");
        requireNonNull(media, "media");
        requireNonNull(speed, "speed");
    }

    /** A drive of which nobody promises anything. */
    public Disk(String serial, String model, ByteSize size, Media media, boolean boot) {
        this(serial, model, size, media, boot, Optional.empty());
    }
}
