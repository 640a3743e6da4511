package io.petaforge.spec;

import java.util.List;

/** Reads {@code storage}. */
final class StorageReader {
    private StorageReader() {}

    /** The storage section; a default stands in for what cannot be read. */
    static StorageSpec read(Fields fields) {
        return new StorageSpec(
                fields.value("protection", Forms.protection(), new Protection.Replica(3)),
                fields.value(
                        "failure-domain",
                        Forms.word(
                                "a failure domain",
                                List.of(StorageSpec.FailureDomain.values()),
                                StorageSpec.FailureDomain::yaml),
                        StorageSpec.FailureDomain.RACK));
    }
}
