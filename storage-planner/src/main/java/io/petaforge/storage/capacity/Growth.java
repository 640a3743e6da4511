package io.petaforge.storage.capacity;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import java.util.OptionalLong;

/**
 * When a cluster must grow and by what.
 *
 * @param daysToOrder until 60 % are reached; 0 when they are
 * @param daysToLimit until the usable capacity is reached; the time there is to buy, install and rebalance is the
 *     difference
 * @param hosts to add so that a year after the order it is at 60 % or less again; the same number in each rack where racks
 *     are the failure domain, since unequal ones would not fill
 * @param adds users' bytes that those hosts add; empty when no number up to a hundredfold is enough
 */
public record Growth(long daysToOrder, long daysToLimit, int hosts, OptionalLong adds) {
    public Growth {
        requireNonNull(adds, "adds");
    }

    static long days(ByteSize from, ByteSize to, ByteSize perDay) {
        long left = Math.max(0, to.bytes() - from.bytes());
        return perDay.bytes() == 0 ? Long.MAX_VALUE : left / perDay.bytes();
    }
}
