package io.petaforge.storage.crush;

import io.petaforge.api.ByteSize;
import java.util.Locale;

/**
 * A CRUSH weight in Ceph's own form: 16.16 fixed point (crush.h: {@code 0x10000 = 1.0}), where 1.0 is by convention a
 * tebibyte.
 */
public record CrushWeight(long fixed) {
    /** Nothing. */
    public static final CrushWeight ZERO = new CrushWeight(0);

    private static final double TIB = 1L << 40;
    private static final double ONE = 0x10000;

    /** Of an OSD of this size, which is what {@code ceph osd crush add} stores when it is told {@link #told}. */
    public static CrushWeight of(ByteSize size) {
        return new CrushWeight((long) (told(size) * ONE));
    }

    /** What is told to Ceph: TiB with five decimals, as Ceph shows weights. */
    public static double told(ByteSize size) {
        return Math.round(size.bytes() / TIB * 1e5) / 1e5;
    }

    /** The sum, which is a bucket's weight. */
    public CrushWeight plus(CrushWeight other) {
        return new CrushWeight(fixed + other.fixed);
    }

    /** In TiB. */
    public double tebibytes() {
        return fixed / ONE;
    }

    /**
     * As {@code crushtool} reads it: five decimals, rounded up, since it cuts off what is more than a multiple of 1/65536
     * and would lose one with every bucket otherwise.
     */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.5f", Math.ceil(fixed * 1e5 / ONE) / 1e5);
    }
}
