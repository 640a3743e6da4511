package io.petaforge.storage.capacity;

import io.petaforge.api.ByteSize;
import io.petaforge.storage.Protection;

/**
 * What one object takes on the drives.
 *
 * @param object its own bytes
 * @param data bytes allocated for its data, copies or chunks and padding included
 * @param metadata bytes of the records about it: BlueStore's for every copy or chunk, and the bucket index's entry in its
 *     copies. A healthy RocksDB; compaction can take as much again for a while
 */
public record Footprint(ByteSize object, ByteSize data, ByteSize metadata) {
    /** The footprint of an object of a size; the gateway cuts it into pieces of 4 MiB. */
    public static Footprint of(ByteSize object, Protection protection, CapacityParameters parameters) {
        long whole = object.bytes() / parameters.piece();
        long rest = object.bytes() % parameters.piece();
        long pieces = whole + (rest > 0 ? 1 : 0);
        long data = whole * stored(parameters.piece(), protection, parameters)
                + (rest > 0 ? stored(rest, protection, parameters) : 0);
        long metadata = pieces * protection.width() * parameters.onode()
                + data / parameters.allocation() * parameters.checksum()
                + parameters.index() * indexCopies(protection);
        return new Footprint(object, new ByteSize(data), new ByteSize(metadata));
    }

    private static long stored(long bytes, Protection protection, CapacityParameters parameters) {
        if (protection instanceof Protection.Erasure code) {
            long stripes = up(bytes, parameters.stripeUnit() * code.k());
            long chunk = up(stripes * parameters.stripeUnit(), parameters.allocation()) * parameters.allocation();
            return chunk * code.width();
        }
        return up(bytes, parameters.allocation()) * parameters.allocation() * protection.width();
    }

    /** The index stays in whole copies, never fewer than three and enough to survive what the data survives. */
    private static long indexCopies(Protection protection) {
        return protection instanceof Protection.Erasure code ? Math.max(3, code.m() + 1) : protection.width();
    }

    private static long up(long bytes, long unit) {
        return (bytes + unit - 1) / unit;
    }

    /** Raw bytes for each of the object's bytes. */
    public double perByte() {
        return (double) (data.bytes() + metadata.bytes()) / object.bytes();
    }

    /** The part of the allocated data that is only padding; 0 when the object fills its units exactly. */
    public double waste(Protection protection) {
        return 1 - object.bytes() / protection.efficiency() / data.bytes();
    }
}
