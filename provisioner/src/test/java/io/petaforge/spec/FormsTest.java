package io.petaforge.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Media;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {
    @ParameterizedTest
    @ValueSource(strings = {"2 x ssd >= 200GB", "2x ssd >=200GB", "2 X SSD >= 200 GB", "2 x ssd >= 0.2TB"})
    void readsDrivesAsPeopleWriteThem(String text) throws BadValue {
        assertEquals(
                new DiskRequest(2, Media.SSD, ByteSize.parse("200GB")),
                Forms.drives().read(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssd >= 200GB",
                "0 x ssd >= 200GB",
                "101 x ssd >= 200GB",
                "2 x floppy >= 200GB",
                "2 x ssd",
                "2 x ssd 200GB",
                "2 x ssd <= 200GB",
                "2 x ssd >= 200",
                "2 x ssd >= 0GB",
                "2 x ssd >= 99999PB"
            })
    void refusesDrivesThatAreNoDrives(String text) {
        assertThrows(BadValue.class, () -> Forms.drives().read(text));
    }

    @Test
    void tellsDecimalFromBinaryUnits() throws BadValue {
        assertEquals(4_000_000_000L, Forms.atLeastSize().read(">= 4GB").bytes());
        assertEquals(4L << 30, Forms.atLeastSize().read("4 GiB").bytes());
        assertEquals(
                ByteRate.ofSecond(ByteSize.parse("1.4GiB")), Forms.atLeastRate().read(">= 1.4GiB/s"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"replica 0", "replica", "3", "replica three", "ec 1+1", "ec 4+0", "ec 4", "raid 6", "ec 4-2"})
    void refusesProtectionsThatProtectNothing(String text) {
        assertThrows(BadValue.class, () -> Forms.protection().read(text));
    }

    @Test
    void readsProtections() throws BadValue {
        assertEquals(new Protection.Replica(3), Forms.protection().read("replica 3"));
        assertEquals(new Protection.ErasureCode(4, 2), Forms.protection().read("ec 4 + 2"));
        assertEquals(6, Forms.protection().read("ec 4+2").width());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "a-", "-a", "A", "a_b", "a.b", "1a", "ä"})
    void refusesWhatCannotBePartOfAHostName(String text) {
        assertThrows(BadValue.class, () -> Forms.label(20).read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1001", "1.5", "1e2", "0x10", "9999999999", "one"})
    void refusesNumbersOutOfRange(String text) {
        assertThrows(BadValue.class, () -> Forms.whole(0, 1000).read(text));
    }
}
