package io.petaforge.storage.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.Gateways;
import io.petaforge.storage.hardware.HostGroup;
import io.petaforge.storage.hardware.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShortfallTest {
    private static final Shape MACHINES = shape(6, 3, 2);

    private static Shape shape(int hosts, int racks, int gateways) {
        return Shape.of(
                List.of(HostGroup.spread(Questions.LIGHT, hosts, racks)),
                racks,
                new Protection.Replicated(3, 2),
                FailureDomain.RACK,
                Gateways.onStorageHosts(gateways));
    }

    @Test
    void nothingIsMissingWhereTheGoalIsMet() {
        assertEquals(Optional.empty(), Shortfall.of(MACHINES, Questions.goal("100TB", 4, 2)));
    }

    @Test
    void whatIsMissingIsCounted() {
        Shortfall shortfall =
                Shortfall.of(MACHINES, Questions.goal("300TB", 0, 0)).orElseThrow();
        assertEquals(List.of("usable 122.72 TB of 300 TB"), shortfall.misses());
        assertEquals(
                List.of(
                        "add 3 to each of the 3 racks, 9 hosts like 'light' with 90 drives in all and a gateway on each",
                        "give every host 15 more drives, 90 in all"),
                shortfall.remedies());
    }

    @Test
    void gatewaysMayBeAllThatIsMissing() {
        Shortfall shortfall =
                Shortfall.of(MACHINES, Questions.goal("100TB", 8, 2)).orElseThrow();
        assertEquals("run 3 gateways ('ceph.rgws')", shortfall.remedies().get(0));
    }

    @Test
    void whatIsToBeAddedDoes() {
        Goal goal = Questions.goal("300TB", 30, 10);
        String remedy = Shortfall.of(MACHINES, goal).orElseThrow().remedies().get(0);
        int more = Integer.parseInt(remedy.split(" ")[1]);
        assertEquals(Optional.empty(), Shortfall.of(shape(6 + 3 * more, 3, 2 + 3 * more), goal));
        assertTrue(Shortfall.of(shape(3 + 3 * more, 3, 3 * more - 1), goal).isPresent());
    }
}
