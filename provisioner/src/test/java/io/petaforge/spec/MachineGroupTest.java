package io.petaforge.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineRequest.Image;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MachineGroupTest {
    /** No rack has two machines more than another, and numbers follow the racks round. */
    @Property
    void spreadsEvenly(@ForAll @IntRange(min = 1, max = 200) int count, @ForAll @IntRange(min = 1, max = 9) int racks) {
        List<String> names = java.util.stream.IntStream.rangeClosed(1, racks)
                .mapToObj(i -> "r" + i)
                .toList();
        MachineGroup group = new MachineGroup(
                "g", count, names, 1, Set.of(Role.OSD), Image.PREPARED, 1, ByteSize.ofGiB(1), Map.of());

        Map<String, Integer> perRack = new LinkedHashMap<>();
        group.members().forEach(member -> perRack.merge(member.rack(), 1, Integer::sum));
        int most = perRack.values().stream().mapToInt(i -> i).max().orElseThrow();
        int least =
                names.stream().mapToInt(n -> perRack.getOrDefault(n, 0)).min().orElseThrow();
        assertEquals(count, group.members().size());
        assertEquals(count % racks == 0 ? 0 : 1, most - least);
        assertEquals("g-" + count, group.members().get(count - 1).id().value());
    }

    /** Another rack at the end of the list moves no machine out of its own. */
    @Property
    void aFurtherRackMovesNoneOfThoseInBlocks(
            @ForAll @IntRange(min = 1, max = 9) int racks, @ForAll @IntRange(min = 2, max = 60) int perRack) {
        List<String> more = java.util.stream.IntStream.rangeClosed(1, racks + 1)
                .mapToObj(i -> "r" + i)
                .toList();
        MachineGroup before = blocks(racks * perRack, more.subList(0, racks), perRack);
        MachineGroup after = blocks(racks * perRack + perRack, more, perRack);

        assertEquals(before.members(), after.members().subList(0, racks * perRack));
        assertEquals("r" + racks, before.members().get(racks * perRack - 1).rack());
    }

    private static MachineGroup blocks(int count, List<String> racks, int perRack) {
        return new MachineGroup(
                "g", count, racks, perRack, Set.of(Role.OSD), Image.PREPARED, 1, ByteSize.ofGiB(1), Map.of());
    }
}
