package io.petaforge.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads where the machines of a group stand: {@code racks} and {@code per-rack}. */
final class RacksReader {
    /** As many racks as the largest data centre that the network planner was tried with has, four times over. */
    private static final int MOST_RACKS = 1000;

    /** No rack holds more, and the network planner has as many places. */
    static final int MOST_IN_RACK = 60;

    private static final int DEFAULT_LAB_RACKS = 3;

    /**
     * Where machines stand.
     *
     * @param racks by name
     * @param perRack machines with consecutive numbers in each
     */
    record Place(List<String> racks, int perRack) {
        Place {
            racks = List.copyOf(racks);
        }
    }

    private final SubstrateSpec substrate;
    private final StorageSpec storage;
    private final Problems problems;

    RacksReader(SubstrateSpec substrate, StorageSpec storage, Problems problems) {
        this.substrate = substrate;
        this.storage = storage;
        this.problems = problems;
    }

    /** The place of a group of so many machines. */
    Place read(Fields group, int count) {
        int perRack = group.whole("per-rack", 1, MOST_IN_RACK, 1);
        Optional<Cursor> listed = substrate instanceof SubstrateSpec.Lab
                ? group.get("racks")
                : group.require("racks", "Say in which racks the machines stand, in the order of their numbers.");
        int needed = (count + perRack - 1) / perRack;
        if (listed.isEmpty()) {
            int racks = storage.failureDomain() == StorageSpec.FailureDomain.RACK
                    ? Math.max(DEFAULT_LAB_RACKS, storage.protection().width())
                    : DEFAULT_LAB_RACKS;
            return new Place(
                    IntStream.rangeClosed(1, perRack == 1 ? Math.min(needed, racks) : needed)
                            .mapToObj(i -> "r" + i)
                            .toList(),
                    perRack);
        }
        List<String> racks = listed.get().isMapping()
                ? counted(listed.get().fields("machines.*.racks"))
                : listed.get().items(Forms.label(12));
        if (problems.certain(group.path("racks"), group.path("count"), group.path("per-rack"))) {
            fits(group, count, racks, perRack, needed);
        }
        return new Place(racks.isEmpty() ? List.of("r1") : racks, perRack);
    }

    private void fits(Fields group, int count, List<String> racks, int perRack, int needed) {
        if (racks.size() > needed) {
            String most = needed == 1 ? "one rack" : "at most " + needed + " racks";
            problems.conflict(
                    InventoryCode.EMPTY_RACK,
                    group.path("racks"),
                    racks.size() + " racks are listed for " + count + (count == 1 ? " machine" : " machines")
                            + (perRack == 1 ? "" : ", " + perRack + " in each") + ": "
                            + named(racks.subList(needed, racks.size())) + " would stay empty",
                    "List " + most + ", or raise 'count'.");
        } else if (perRack > 1 && racks.size() < needed) {
            problems.conflict(
                    InventoryCode.RACKS_FULL,
                    group.path("racks"),
                    count + " machines do not fit into " + racks.size() + (racks.size() == 1 ? " rack" : " racks")
                            + " with " + perRack + " in each",
                    "List " + needed + " racks, or write 'count: " + racks.size() * perRack + "'.");
        }
    }

    private static String named(List<String> racks) {
        return racks.size() <= 5
                ? String.join(", ", racks)
                : String.join(", ", racks.subList(0, 5)) + " and " + (racks.size() - 5) + " more";
    }

    /** {@code {prefix: r, count: 250}}: r1 to r250. */
    private static List<String> counted(Fields fields) {
        Optional<String> prefix = fields.require(
                        "prefix", "Write what the racks' names begin with, such as 'prefix: r'.")
                .flatMap(cursor -> cursor.value(Forms.label(8)));
        Optional<Integer> count = fields.require("count", "Say how many racks, such as 'count: 32'.")
                .flatMap(cursor -> cursor.whole(1, MOST_RACKS));
        int first = fields.whole("first", 0, 9000, 1);
        return IntStream.range(0, prefix.isPresent() ? count.orElse(0) : 0)
                .mapToObj(i -> prefix.orElseThrow() + (first + i))
                .toList();
    }
}
