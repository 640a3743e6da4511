package io.petaforge.storage.sizing;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import java.util.Optional;

/**
 * What the storage must do.
 *
 * @param usable data of the users, with room left to heal
 * @param read bytes a second of all S3 clients together
 * @param write bytes a second of all S3 clients together
 * @param growth data added in a month
 * @param objectSize a typical object's
 * @param survive what may fail as a whole
 * @param protection what must be used; empty: whichever does best
 */
public record Goal(
        ByteSize usable,
        Optional<ByteRate> read,
        Optional<ByteRate> write,
        Optional<ByteSize> growth,
        ByteSize objectSize,
        FailureDomain survive,
        Optional<Protection> protection) {
    public Goal {
        requireNonNull(usable, "usable");
        requireNonNull(read, "read");
        requireNonNull(write, "write");
        requireNonNull(growth, "growth");
        requireNonNull(objectSize, "objectSize");
        requireNonNull(survive, "survive");
        requireNonNull(protection, "protection");
    }
}
