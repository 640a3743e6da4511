package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import java.util.Optional;

/**
 * What the storage must deliver.
 *
 * @param usable data that users can store, after protection, with room left to heal
 * @param read bytes per second that S3 clients together read; empty: whatever comes of the capacity
 * @param write bytes per second that S3 clients together write; empty: whatever comes of the capacity
 * @param growth data added in a month
 * @param objectSize size of a typical object: small ones waste space and requests
 */
public record GoalSpec(
        ByteSize usable,
        Optional<ByteRate> read,
        Optional<ByteRate> write,
        Optional<ByteSize> growth,
        ByteSize objectSize) {
    /** What S3A's multipart uploads and table files come to at least, and what the published results were measured with. */
    static final ByteSize DEFAULT_OBJECT = ByteSize.ofMiB(4);

    public GoalSpec {
        requireNonNull(usable, "usable");
        requireNonNull(read, "read");
        requireNonNull(write, "write");
        requireNonNull(growth, "growth");
        requireNonNull(objectSize, "objectSize");
    }
}
