package io.petaforge.workload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The contents of the test data: reproducible, and random enough that neither a compressing drive nor Ceph can make it
 * smaller. SplitMix64 (Steele, Lea and Flood 2014) in counter mode: some gigabytes per second and core, so the
 * generator is not what is measured.
 */
final class RowData {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** The golden ratio's increment of SplitMix64. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private RowData() {}

    /**
     * Fills one row. It begins with its own object and row number, so that a row that comes back in another's place is
     * seen as such even where its bytes are sound.
     *
     * @param row its length is a multiple of 8
     */
    static void fill(byte[] row, int object, int index) {
        long place = place(object, index);
        LONGS.set(row, 0, place);
        long state = mix(place);
        for (int i = Long.BYTES; i < row.length; i += Long.BYTES) {
            state += STEP;
            LONGS.set(row, i, mix(state));
        }
    }

    /** Whether the row says that it is that row of that object. */
    static boolean isAt(byte[] row, int object, int index) {
        return (long) LONGS.get(row, 0) == place(object, index);
    }

    private static long place(int object, int index) {
        return ((long) object << 32) | index;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
