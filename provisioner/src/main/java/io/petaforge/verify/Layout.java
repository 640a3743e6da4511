package io.petaforge.verify;

import io.petaforge.api.ByteSize;

/**
 * How the data is cut into objects: the same for Spark and for the raw client, so that both do the same work.
 *
 * @param hosts hosts that take part, at least 1
 * @param slots objects in flight on each host: the tasks its executors run at once, and the raw client's threads
 * @param objectsPerSlot objects that each slot writes, one after the other
 * @param objectSize bytes of each object, a multiple of {@link #ROW}
 */
public record Layout(int hosts, int slots, int objectsPerSlot, long objectSize) {
    /** Bytes of one row: large enough that rows cost nothing beside the transfer, small enough for any heap. */
    public static final int ROW = 64 * 1024;

    public Layout {
        if (hosts < 1 || slots < 1 || objectsPerSlot < 1 || objectSize < ROW || objectSize % ROW != 0) {
            throw new IllegalArgumentException("hosts " + hosts + ", slots " + slots + ", objects per slot "
                    + objectsPerSlot + ", object size " + objectSize);
        }
    }

    /**
     * Cuts {@code data} into objects of about {@code objectSize}, the same number for every slot: a last wave in which
     * some slots have nothing to do would show a throughput that the cluster does not have. So there are at least as many
     * objects as slots, and the size is adjusted to keep the sum within one row per object above what was asked.
     */
    public static Layout of(ByteSize data, ByteSize objectSize, int hosts, int slots) {
        long inFlight = Math.multiplyExact((long) hosts, slots);
        int waves = Math.toIntExact(
                Math.max(1, Math.round((double) data.bytes() / Math.max(objectSize.bytes(), ROW) / inFlight)));
        long share = ceilDiv(data.bytes(), inFlight * waves);
        return new Layout(hosts, slots, waves, Math.max(1, ceilDiv(share, ROW)) * ROW);
    }

    /** Objects of all hosts. */
    public int objects() {
        return hosts * slots * objectsPerSlot;
    }

    /** Objects of one host. */
    public int objectsPerHost() {
        return slots * objectsPerSlot;
    }

    /** Bytes of all objects. */
    public long bytes() {
        return objects() * objectSize;
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
