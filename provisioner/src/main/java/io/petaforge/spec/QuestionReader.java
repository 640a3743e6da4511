package io.petaforge.spec;

import java.util.Set;

/** Reads an inventory that has a catalogue: what the cluster should be made of is asked, not said. */
final class QuestionReader {
    private static final Set<String> BELONG = Set.of("petaforge", "cluster", "storage", "catalogue");

    private QuestionReader() {}

    /** The question; defaults stand in for what cannot be read. */
    static QuestionSpec read(Fields top, String cluster, Problems problems) {
        for (String key : Keys.of("")) {
            if (top.has(key) && !BELONG.contains(key)) {
                problems.conflict(
                        InventoryCode.QUESTION,
                        key,
                        "an inventory with a catalogue asks what to buy, and has no '" + key + "' yet",
                        key.equals("machines")
                                ? "Remove 'catalogue' to build on these machines ('storage.goal' checks what they hold),"
                                        + " or remove 'machines' to compare what could be bought."
                                : "Remove it here; add it to the inventory that the answer ends with.");
            }
        }
        Fields storage = top.section("storage", "storage");
        storage.require(
                "goal", "Say what the storage must do, such as 'goal: {usable: 1PB, read: 50GB/s, write: 20GB/s}'.");
        GoalSpec goal = StorageReader.goal(storage.section("goal", "storage.goal"));
        StorageSpec.FailureDomain domain = StorageReader.failureDomain(storage);
        CatalogueSpec catalogue = top.get("catalogue")
                .map(cursor -> CatalogueReader.read(cursor.fields("catalogue"), problems))
                .orElseThrow();
        return new QuestionSpec(cluster, StorageReader.openProtection(storage), domain, goal, catalogue);
    }
}
