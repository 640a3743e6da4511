package io.petaforge.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.ByteSize;
import io.petaforge.ceph.Holdings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LossTextTest {
    private final Holdings holdings = new Holdings(List.of(
            new Holdings.Pool("lab.rgw.buckets.data", 1203, new ByteSize(3_200_000_000L)),
            new Holdings.Pool("lab.rgw.buckets.index", 11, new ByteSize(120_000)),
            new Holdings.Pool("lab.rgw.log", 177, new ByteSize(4_000)),
            new Holdings.Pool(".mgr", 2, new ByteSize(1_000))));

    @Test
    void whatGoesIsCounted() {
        assertEquals(
                List.of(
                        "will be gone: 4 machines, 6 OSDs, 4 volumes of Spark's workers",
                        "will be gone: 1,393 objects, 3.2 GB, in its Ceph: lab.rgw.buckets.data 1,203, 3.2 GB;"
                                + " lab.rgw.buckets.index 11, 120 kB; lab.rgw.log 177, 4 kB; …"),
                LossText.lines(4, 6, 4, Optional.of(holdings), false));
    }

    @Test
    void whatIsNotKnownIsSaidToo() {
        assertEquals(
                List.of(
                        "goes on running, and is forgotten here: 1 machine, 2 OSDs",
                        "goes on running, and is forgotten here: what its Ceph holds, which no monitor can tell now"),
                LossText.lines(1, 2, 0, Optional.empty(), true));
        assertEquals(List.of(), LossText.lines(0, 0, 0, Optional.empty(), false), "there is nothing");
    }
}
