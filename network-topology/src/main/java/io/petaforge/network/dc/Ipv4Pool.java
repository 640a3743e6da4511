package io.petaforge.network.dc;

import io.petaforge.api.Cidr;

/** An IPv4 range with its first address read once: a plan asks for tens of thousands of addresses. */
final class Ipv4Pool {
    private final Cidr range;
    private final long first;
    private final long size;

    Ipv4Pool(Cidr range) {
        this.range = range;
        this.size = range.size().longValueExact();
        long value = 0;
        for (String octet : range.address(0).split("\\.", -1)) {
            value = value << 8 | Integer.parseInt(octet);
        }
        this.first = value;
    }

    String at(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(range + " has no address number " + index);
        }
        long value = first + index;
        return (value >> 24) + "." + (value >> 16 & 255) + "." + (value >> 8 & 255) + "." + (value & 255);
    }
}
