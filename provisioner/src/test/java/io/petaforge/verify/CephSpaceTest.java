package io.petaforge.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CephSpaceTest {
    private static final String POOL = "default.rgw.buckets.data";

    @Test
    void readsWhatCephPrints() {
        assertEquals(OptionalLong.of(37_382_062_080L), CephSpace.free(Samples.read("recorded/ceph-df.json"), POOL));
    }

    @Test
    void aPoolThatIsNotThereIsUnknown() {
        assertEquals(OptionalLong.empty(), CephSpace.free(Samples.read("recorded/ceph-df.json"), "other"));
        assertEquals(OptionalLong.empty(), CephSpace.free("", POOL));
        assertEquals(OptionalLong.empty(), CephSpace.free("Error: timed out", POOL));
    }

    @Test
    void nothingFreeBesideEmptyDrivesIsAManagerThatKnowsNothingYet() {
        assertEquals(OptionalLong.empty(), CephSpace.free(df(0, 0.01), POOL));
        assertEquals(OptionalLong.of(0), CephSpace.free(df(0, 0.96), POOL));
    }

    private static String df(long free, double used) {
        return "{\"stats\":{\"total_used_raw_ratio\":" + used + "},\"pools\":[{\"name\":\"" + POOL
                + "\",\"stats\":{\"max_avail\":" + free + "}}]}";
    }
}
