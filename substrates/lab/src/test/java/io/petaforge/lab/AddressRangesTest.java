package io.petaforge.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressRangesTest {
    private static final String ROUTES =
            """
            default via 192.0.2.1 dev eth0
            10.0.0.0/8 via 192.0.2.9 dev eth0
            10.99.0.0/24 dev pf0 proto kernel scope link src 10.99.0.1
            10.99.2.0/23 dev tun0 scope link
            local 10.99.4.7 dev eth1 table local proto kernel scope host src 10.99.4.7
            broadcast 192.0.2.255 dev eth0 table local proto kernel scope link src 192.0.2.2
            """;

    @Test
    void theLowestThatNothingUses() {
        assertEquals(OptionalInt.of(1), AddressRanges.lowestFree(Set.of(), ROUTES));
    }

    @Test
    void recordedOnesCountBeforeTheyExist() {
        assertEquals(OptionalInt.of(5), AddressRanges.lowestFree(Set.of(1), ROUTES));
    }

    @Test
    void aRouteToTheWholeRangeLeavesNone() {
        assertEquals(OptionalInt.empty(), AddressRanges.lowestFree(Set.of(), "10.99.0.0/16 via 192.0.2.9 dev eth0\n"));
        assertEquals(
                OptionalInt.empty(),
                AddressRanges.lowestFree(IntStream.range(0, 256).boxed().collect(Collectors.toSet()), ""));
    }
}
