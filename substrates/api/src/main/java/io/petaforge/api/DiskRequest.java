package io.petaforge.api;

import static java.util.Objects.requireNonNull;

/** Drives asked for: {@code count} of {@code media}, each at least {@code atLeast} large. Written "2 x ssd >= 200GB". */
public record DiskRequest(int count, Media media, ByteSize atLeast) {
    public DiskRequest {
        if (count < 1) {
            throw new IllegalArgumentException("at least one drive must be asked for");
        }
        requireNonNull(media, "media");
        requireNonNull(atLeast, "atLeast");
    }
}
