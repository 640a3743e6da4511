package io.petaforge.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.workload.result.Latency;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
    @Test
    void percentilesAreTheNearestRank() {
        List<Long> micros = new ArrayList<>(
                LongStream.rangeClosed(1, 200).map(i -> i * 1000).boxed().toList());
        Collections.shuffle(micros, new Random(1));
        assertEquals(new Latency(200, 100, 190, 198, 200), Latency.ofMicros(micros));
    }

    @Test
    void withFewSamplesTheHighPercentilesAreTheSlowest() {
        assertEquals(new Latency(3, 2, 3, 3, 3), Latency.ofMicros(List.of(3000L, 1000L, 2000L)));
        assertEquals(new Latency(1, 1.5, 1.5, 1.5, 1.5), Latency.ofMicros(List.of(1500L)));
    }

    @Test
    void nothingMeasuredIsNothing() {
        assertEquals(new Latency(0, 0, 0, 0, 0), Latency.ofMicros(List.of()));
    }
}
