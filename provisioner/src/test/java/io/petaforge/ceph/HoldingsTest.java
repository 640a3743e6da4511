package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.ByteSize;
import io.petaforge.remote.Output;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldingsTest {
    @Test
    void emptyPoolsAreLeftOutAndTheFullestComesFirst() {
        Output df = answer(
                """
                [{"command": "df", "ret": 0, "err": "", "out": {"stats": {"total_bytes": 64424509440}, "pools": [
                  {"name": ".mgr", "id": 1, "stats": {"stored": 590368, "objects": 2, "bytes_used": 1798144}},
                  {"name": "lab.rgw.meta", "id": 4, "stats": {"stored": 0, "objects": 0, "bytes_used": 0}},
                  {"name": "lab.rgw.buckets.data", "id": 6, "stats": {"stored": 20971520, "objects": 40}}]}}]
                """);
        Holdings holdings = Holdings.parse(df).orElseThrow();
        assertEquals(
                List.of(
                        new Holdings.Pool("lab.rgw.buckets.data", 40, new ByteSize(20_971_520)),
                        new Holdings.Pool(".mgr", 2, new ByteSize(590_368))),
                holdings.pools());
        assertEquals(42, holdings.objects());
        assertEquals(new ByteSize(21_561_888), holdings.stored());
    }

    @Test
    void aClusterThatDoesNotAnswerHoldsNobodyKnowsWhat() {
        assertEquals(Optional.empty(), Holdings.parse(new Output(0, "{\"reachable\": false, \"results\": []}", "")));
        assertEquals(Optional.empty(), Holdings.parse(new Output(127, "", "no python3")));
        assertEquals(
                Optional.empty(),
                Holdings.parse(
                        answer("[{\"command\": \"df\", \"ret\": -110, \"err\": \"timed out\", \"out\": null}]")));
    }

    private static Output answer(String results) {
        return new Output(0, "{\"reachable\": true, \"results\": " + results + "}", "");
    }
}
