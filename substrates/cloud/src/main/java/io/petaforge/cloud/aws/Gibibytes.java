package io.petaforge.cloud.aws;

import io.petaforge.api.ByteSize;

/** EBS counts in whole GiB. */
final class Gibibytes {
    private Gibibytes() {}

    /** Rounded up. */
    static long of(ByteSize size) {
        return (size.bytes() + (1L << 30) - 1) >> 30;
    }
}
