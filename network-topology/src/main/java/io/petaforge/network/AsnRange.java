package io.petaforge.network;

import io.petaforge.api.Asn;

/** A range of AS numbers, both ends included. */
public record AsnRange(Asn first, Asn last) {
    /** RFC 6996, the 16-bit private range: 1,023 numbers, for gear without RFC 6793. */
    public static final AsnRange PRIVATE_16 = new AsnRange(new Asn(64_512), new Asn(65_534));

    /** RFC 6996, the 32-bit private range: 94,967,295 numbers. */
    public static final AsnRange PRIVATE_32 = new AsnRange(new Asn(4_200_000_000L), new Asn(4_294_967_294L));

    public AsnRange {
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException("an AS number range runs upwards: " + first + "-" + last);
        }
    }

    /** How many numbers it holds. */
    public long size() {
        return last.value() - first.value() + 1;
    }

    /**
     * The number at a position, from 0.
     *
     * @throws IllegalArgumentException when the range has no such number
     */
    public Asn at(long index) {
        if (index < 0 || index >= size()) {
            throw new IllegalArgumentException(this + " has no AS number at position " + index);
        }
        return new Asn(first.value() + index);
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
