package io.petaforge.plan;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How much the proof moves and what it must reach.
 *
 * @param data bytes written and read by Spark, and again by the raw client
 * @param objectSize bytes of one raw object
 * @param minWrite Spark's write throughput over S3A, bytes per second, at least
 * @param minRead Spark's read throughput over S3A, bytes per second, at least
 * @param minRatio S3A throughput divided by the raw client's, at least, for write and for read
 */
public record VerifyPlan(
        ByteSize data, ByteSize objectSize, OptionalLong minWrite, OptionalLong minRead, OptionalDouble minRatio) {
    public VerifyPlan {
        requireNonNull(data, "data");
        requireNonNull(objectSize, "objectSize");
        requireNonNull(minWrite, "minWrite");
        requireNonNull(minRead, "minRead");
        requireNonNull(minRatio, "minRatio");
    }
}
