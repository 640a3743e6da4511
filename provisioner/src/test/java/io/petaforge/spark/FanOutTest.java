package io.petaforge.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FanOutTest {
    @ParameterizedTest
    @CsvSource({"1,0", "2,1", "3,1", "9,2", "10,3", "27,3", "100,5", "1000,7"})
    void everyoneHasItAfterAsManyRoundsAsThreefoldGrowthTakes(int hosts, int rounds) {
        List<MachineId> have = new ArrayList<>(List.of(new MachineId("h0")));
        List<MachineId> lack = new ArrayList<>(
                IntStream.range(1, hosts).mapToObj(i -> new MachineId("h" + i)).toList());
        int round = 0;
        while (!lack.isEmpty()) {
            List<FanOut.Transfer> transfers = FanOut.round(have, lack);
            Map<MachineId, Integer> sent = new HashMap<>();
            for (FanOut.Transfer transfer : transfers) {
                assertTrue(have.contains(transfer.from()), "only who has it can send it");
                assertTrue(lack.remove(transfer.to()), "each gets it once");
                assertTrue(sent.merge(transfer.from(), 1, Integer::sum) <= FanOut.PER_HOST, "no host is overrun");
            }
            transfers.forEach(transfer -> have.add(transfer.to()));
            round++;
        }
        assertEquals(rounds, round);
    }

    @Test
    void nobodyToSendItMeansNoTransfers() {
        assertEquals(List.of(), FanOut.round(List.of(), List.of(new MachineId("a"))));
    }
}
