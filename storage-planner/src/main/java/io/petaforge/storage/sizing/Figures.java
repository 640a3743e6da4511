package io.petaforge.storage.sizing;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.storage.Spread;
import io.petaforge.storage.capacity.Capacity;
import io.petaforge.storage.hardware.Shape;
import io.petaforge.storage.predict.Prediction;
import java.util.OptionalDouble;

/**
 * What a proposal holds, delivers and takes.
 *
 * @param shape the proposal as the models see it
 * @param watts of all hosts with their drives, busy
 * @param price of all hosts with their drives, when every part has one
 */
public record Figures(
        Shape shape,
        Capacity capacity,
        Prediction prediction,
        Spread spread,
        Aftermath aftermath,
        double watts,
        int rackUnits,
        OptionalDouble price) {
    public Figures {
        requireNonNull(shape, "shape");
        requireNonNull(capacity, "capacity");
        requireNonNull(prediction, "prediction");
        requireNonNull(spread, "spread");
        requireNonNull(aftermath, "aftermath");
        requireNonNull(price, "price");
    }

    /** Bytes of all OSD drives. */
    public ByteSize raw() {
        return capacity.raw();
    }

    /** Users' bytes, with room left to heal where there is a place for it. */
    public ByteSize usable() {
        return capacity.usable();
    }
}
