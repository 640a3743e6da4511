package io.petaforge.storage.hardware;

import static java.util.Objects.requireNonNull;

/** So many OSD drives of one kind in a host. */
public record Drives(DriveType type, int count) {
    public Drives {
        requireNonNull(type, "type");
        if (count < 0) {
            throw new IllegalArgumentException("drives cannot be fewer than none: " + count);
        }
    }
}
