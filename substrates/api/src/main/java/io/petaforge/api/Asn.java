package io.petaforge.api;

/** An autonomous system number, 16 or 32 bits wide (RFC 6793). */
public record Asn(long value) implements Comparable<Asn> {
    public Asn {
        if (value < 1 || value > 4_294_967_294L) {
            throw new IllegalArgumentException("not an AS number: " + value);
        }
    }

    /** Whether it lies in one of the private ranges of RFC 6996: 64512-65534 or 4200000000-4294967294. */
    public boolean isPrivate() {
        return (value >= 64_512 && value <= 65_534) || value >= 4_200_000_000L;
    }

    @Override
    public int compareTo(Asn other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
