package io.petaforge.network.dc;

import io.petaforge.api.Cidr;

/** A range of addresses; of an IPv4 one the first is read once, since a plan asks for tens of thousands of them. */
final class AddressPool {
    private final Cidr range;
    private final boolean ipv6;
    private final long first;
    private final long size;

    AddressPool(Cidr range) {
        this.range = range;
        this.ipv6 = range.isIpv6();
        this.size = ipv6 ? Long.MAX_VALUE : range.size().longValueExact();
        long value = 0;
        if (!ipv6) {
            for (String octet : range.address(0).split("\\.", -1)) {
                value = value << 8 | Integer.parseInt(octet);
            }
        }
        this.first = value;
    }

    String at(long index) {
        if (ipv6) {
            return range.address(index);
        }
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(range + " has no address number " + index);
        }
        long value = first + index;
        return (value >> 24) + "." + (value >> 16 & 255) + "." + (value >> 8 & 255) + "." + (value & 255);
    }
}
