package io.petaforge.storage.hardware;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.DriveSpeed;
import io.petaforge.api.Media;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A kind of drive.
 *
 * @param size as labelled
 * @param read sequential, from the data sheet
 * @param write sequential and sustained, from the data sheet
 * @param watts while working
 * @param price of one, in the catalogue's currency
 * @param promised what {@code read} and {@code write} are taken from in place of a data sheet
 */
public record DriveType(
        String name,
        ByteSize size,
        Media media,
        ByteRate read,
        ByteRate write,
        double watts,
        OptionalDouble price,
        Optional<DriveSpeed> promised) {
    public DriveType {
        requireNonNull(name, "name");
        requireNonNull(size, "size");
        requireNonNull(media, "media");
        requireNonNull(read, "read");
        requireNonNull(write, "write");
        requireNonNull(price, "price");
        requireNonNull(promised, "promised");
    }

    /** A drive with a data sheet. */
    public DriveType(
            String name,
            ByteSize size,
            Media media,
            ByteRate read,
            ByteRate write,
            double watts,
            OptionalDouble price) {
        this(name, size, media, read, write, watts, price, Optional.empty());
    }

    /** The same with what is promised of it, where anything is. */
    public DriveType promising(Optional<DriveSpeed> speed) {
        return speed.map(known ->
                        new DriveType(name, size, media, known.throughput(), known.throughput(), watts, price, speed))
                .orElse(this);
    }
}
