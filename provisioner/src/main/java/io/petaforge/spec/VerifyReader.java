package io.petaforge.spec;

import io.petaforge.api.ByteSize;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads {@code verify}. */
final class VerifyReader {
    /** Some seconds of work for a lab; a production inventory says more. */
    private static final ByteSize DATA = ByteSize.parse("512MB");

    private static final ByteSize OBJECT_SIZE = ByteSize.parse("32MB");

    private VerifyReader() {}

    /** The verification; a default stands in for what cannot be read. */
    static VerifySpec read(Fields fields) {
        Fields thresholds = fields.section("thresholds", "verify.thresholds");
        Optional<Double> ratio = thresholds.optional("ratio", Forms.atLeastRatio());
        return new VerifySpec(
                fields.value("data", Forms.size(), DATA),
                fields.value("object-size", Forms.size(), OBJECT_SIZE),
                new VerifySpec.Thresholds(
                        thresholds.optional("write", Forms.atLeastRate()),
                        thresholds.optional("read", Forms.atLeastRate()),
                        ratio.isPresent() ? OptionalDouble.of(ratio.get()) : OptionalDouble.empty()));
    }
}
