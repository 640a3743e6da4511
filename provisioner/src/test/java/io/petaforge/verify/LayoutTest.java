package io.petaforge.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.ByteSize;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void theLabsDefaultIsThreeWavesOnSixSlots() {
        Layout layout = Layout.of(ByteSize.parse("512MB"), ByteSize.parse("32MB"), 3, 2);
        assertEquals(18, layout.objects());
        assertEquals(3, layout.objectsPerSlot());
        assertEquals(28_508_160, layout.objectSize());
        assertEquals(512_000_000, layout.bytes(), 18 * Layout.ROW);
    }

    @Test
    void littleDataIsStillWorkForEverySlot() {
        Layout layout = Layout.of(ByteSize.parse("1B"), ByteSize.parse("32MB"), 3, 4);
        assertEquals(12, layout.objects());
        assertEquals(Layout.ROW, layout.objectSize());
    }

    @Property
    void theSumIsWhatWasAskedUpToARowPerObject(
            @ForAll @LongRange(min = 1, max = 1L << 44) long data,
            @ForAll @LongRange(min = 1 << 20, max = 1 << 30) long objectSize,
            @ForAll @IntRange(min = 1, max = 64) int hosts,
            @ForAll @IntRange(min = 1, max = 64) int slots) {
        Layout layout = Layout.of(new ByteSize(data), new ByteSize(objectSize), hosts, slots);
        assertEquals(0, layout.objects() % (hosts * slots));
        assertEquals(0, layout.objectSize() % Layout.ROW);
        long excess = layout.bytes() - data;
        assertEquals(true, excess >= 0 && excess < (long) layout.objects() * Layout.ROW + 1, "excess " + excess);
    }
}
