package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How the finished cluster is proved.
 *
 * @param data how much the Spark job writes and reads back in all
 * @param objectSize size of one object
 * @param thresholds what it must deliver
 */
public record VerifySpec(ByteSize data, ByteSize objectSize, Thresholds thresholds) {
    /**
     * The least that passes; what is empty is measured and reported, but cannot fail.
     *
     * @param write Spark over S3A, all executors together
     * @param read Spark over S3A, all executors together
     * @param ratio S3A throughput as a share of the raw S3 client's in the same run: both directions must reach it
     */
    public record Thresholds(Optional<ByteRate> write, Optional<ByteRate> read, OptionalDouble ratio) {
        public Thresholds {
            requireNonNull(write, "write");
            requireNonNull(read, "read");
            requireNonNull(ratio, "ratio");
        }
    }

    public VerifySpec {
        requireNonNull(data, "data");
        requireNonNull(objectSize, "objectSize");
        requireNonNull(thresholds, "thresholds");
    }
}
