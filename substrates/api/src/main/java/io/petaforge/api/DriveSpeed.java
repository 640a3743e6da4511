package io.petaforge.api;

import static java.util.Objects.requireNonNull;

/**
 * What one drive delivers for long, where its machine's substrate promises it, as clouds do of volumes.
 *
 * @param throughput reading as well as writing
 * @param operations a second, reads and writes together
 * @param ofMachine whether it is set by what the machine lets through to all its volumes, and not by the volume
 */
public record DriveSpeed(ByteRate throughput, long operations, boolean ofMachine) {
    public DriveSpeed {
        requireNonNull(throughput, "throughput");
        if (operations < 1) {
            throw new IllegalArgumentException("a drive carries out at least one operation a second: " + operations);
        }
    }
}
