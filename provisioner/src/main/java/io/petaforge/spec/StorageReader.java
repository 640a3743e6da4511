package io.petaforge.spec;

import java.util.List;
import java.util.Optional;

/** Reads {@code storage}. */
final class StorageReader {
    private static final String ANY = "any";

    private StorageReader() {}

    /** The storage section; a default stands in for what cannot be read. */
    static StorageSpec read(Fields fields) {
        Optional<Cursor> protection = fields.get("protection");
        if (protection.isPresent() && isAny(protection.get())) {
            protection
                    .get()
                    .reject(
                            InventoryCode.WORD,
                            "machines that are there need one protection: 'any' is for a question with a catalogue",
                            "Write 'replica 3' or, for example, 'ec 4+2'.");
            protection = Optional.empty();
        }
        return new StorageSpec(
                protection.flatMap(cursor -> cursor.value(Forms.protection())).orElse(new Protection.Replica(3)),
                failureDomain(fields),
                fields.get("goal").map(cursor -> goal(cursor.fields("storage.goal"))));
    }

    /** What the data must be kept with; empty when it is left to a comparison of the catalogue's options. */
    static Optional<Protection> openProtection(Fields fields) {
        return fields.get("protection")
                .filter(cursor -> !isAny(cursor))
                .flatMap(cursor -> cursor.value(Forms.protection()));
    }

    private static boolean isAny(Cursor cursor) {
        return cursor.isScalar() && cursor.text().filter(ANY::equals).isPresent();
    }

    static StorageSpec.FailureDomain failureDomain(Fields fields) {
        return fields.value(
                "failure-domain",
                Forms.word(
                        "a failure domain",
                        List.of(StorageSpec.FailureDomain.values()),
                        StorageSpec.FailureDomain::yaml),
                StorageSpec.FailureDomain.RACK);
    }

    static GoalSpec goal(Fields fields) {
        return new GoalSpec(
                fields.require("usable", "Say how much data is to be stored, such as 'usable: 1PB'.")
                        .flatMap(cursor -> cursor.value(Forms.size()))
                        .orElse(GoalSpec.DEFAULT_OBJECT),
                fields.optional("read", Forms.atLeastRate()),
                fields.optional("write", Forms.atLeastRate()),
                fields.optional("growth", CatalogueForms.growth()),
                fields.value("object-size", Forms.size(), GoalSpec.DEFAULT_OBJECT));
    }
}
