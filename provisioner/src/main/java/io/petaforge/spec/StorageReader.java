package io.petaforge.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads {@code storage}. */
final class StorageReader {
    private static final String ANY = "any";

    private static final String AUTO = "auto";

    private static final Form<String> SERIAL = Forms.matching(
            InventoryCode.NAME,
            Pattern.compile("[A-Za-z0-9]([ A-Za-z0-9._:+-]{0,62}[A-Za-z0-9.])?"),
            "a drive's serial or WWN",
            "Write it as 'petaforge plan' shows it.");

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
                osdsPerDrive(fields),
                fields.get("wipe").map(cursor -> cursor.items(SERIAL)).orElse(List.of()),
                fields.get("goal").map(cursor -> goal(cursor.fields("storage.goal"))),
                acceptDataLoss(fields));
    }

    /** Empty for {@code auto}. */
    private static OptionalInt osdsPerDrive(Fields fields) {
        String text = fields.value(
                "osds-per-drive", Forms.word("a number of OSDs", List.of(AUTO, "1", "2", "4"), word -> word), AUTO);
        return text.equals(AUTO) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
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

    private static boolean acceptDataLoss(Fields fields) {
        return fields.value(
                "accept-data-loss",
                Forms.word("a yes or no", List.of(Boolean.TRUE, Boolean.FALSE), String::valueOf),
                false);
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
