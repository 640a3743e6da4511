package io.petaforge.bmc.ipmi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * In what makers' controllers differ from the specification. Keyed by the IANA enterprise number that {@code Get Device
 * ID} answers with.
 *
 * @param maker for people
 * @param enterprises the maker's enterprise numbers
 * @param uefiDisk value of the boot device selector that boots the first disk by UEFI: 0x08 by the specification
 */
record Quirks(String maker, Set<Integer> enterprises, int uefiDisk) {
    private static final Quirks NONE = new Quirks("any other", Set.of(), 0x08);

    private static final List<Quirks> TABLE = List.of(
            // 0x08 boots a legacy disk there, whatever the UEFI bit says. The second number is that of older boards.
            new Quirks("Supermicro", Set.of(10876, 47488), 0x24));

    Quirks {
        requireNonNull(maker, "maker");
        enterprises = Set.copyOf(enterprises);
    }

    /** The row of a maker; what the specification says where there is none. */
    static Quirks of(int enterprise) {
        return TABLE.stream()
                .filter(row -> row.enterprises().contains(enterprise))
                .findFirst()
                .orElse(NONE);
    }
}
