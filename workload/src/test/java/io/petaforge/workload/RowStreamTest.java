package io.petaforge.workload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class RowStreamTest {
    private static final int ROW = 4096;

    @Test
    void theSameObjectIsTheSameBytesEveryTime() throws IOException {
        RowStream first = new RowStream(7, 10 * ROW, ROW);
        byte[] bytes = first.readAllBytes();
        assertEquals(10 * ROW, bytes.length);
        assertArrayEquals(bytes, first.again().readAllBytes());
        assertFalse(Arrays.equals(bytes, new RowStream(8, 10 * ROW, ROW).readAllBytes()));
    }

    @Test
    void theChecksumIsThatOfAllBytes() throws IOException {
        RowStream rows = new RowStream(3, 5 * ROW, ROW);
        byte[] bytes = rows.readAllBytes();
        CRC32C expected = new CRC32C();
        expected.update(bytes);
        assertEquals((int) expected.getValue(), rows.checksum());
    }

    @Test
    void readingByteByByteGivesTheSameAsReadingAtOnce() throws IOException {
        RowStream slow = new RowStream(1, 2 * ROW, ROW);
        byte[] whole = slow.again().readAllBytes();
        for (byte expected : whole) {
            assertEquals(expected & 0xff, slow.read());
        }
        assertEquals(-1, slow.read());
    }

    @Test
    void everyRowKnowsItsPlace() {
        byte[] row = new byte[ROW];
        RowData.fill(row, 5, 9);
        assertTrue(RowData.isAt(row, 5, 9));
        assertFalse(RowData.isAt(row, 5, 10));
        assertFalse(RowData.isAt(row, 6, 9));
    }

    @Test
    void noCompressorGainsAnything() throws IOException {
        byte[] bytes = new RowStream(0, 256 * ROW, ROW).readAllBytes();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] target = new byte[bytes.length + 1024];
        assertTrue(deflater.deflate(target) >= bytes.length, "the data can be compressed");
        deflater.end();
    }

    @Test
    void objectsAreWholeRows() {
        assertThrows(IllegalArgumentException.class, () -> new RowStream(0, ROW + 8, ROW));
        assertThrows(IllegalArgumentException.class, () -> new RowStream(0, 100, 100 / 7));
    }
}
