package io.petaforge.storage.hardware;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Media;
import java.util.OptionalDouble;

/**
 * A kind of drive.
 *
 * @param size as labelled
 * @param read sequential, from the data sheet
 * @param write sequential and sustained, from the data sheet
 * @param watts while working
 * @param price of one, in the catalogue's currency
 */
public record DriveType(
        String name, ByteSize size, Media media, ByteRate read, ByteRate write, double watts, OptionalDouble price) {
    public DriveType {
        requireNonNull(name, "name");
        requireNonNull(size, "size");
        requireNonNull(media, "media");
        requireNonNull(read, "read");
        requireNonNull(write, "write");
        requireNonNull(price, "price");
    }
}
