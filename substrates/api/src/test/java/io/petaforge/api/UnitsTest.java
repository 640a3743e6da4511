package io.petaforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "200GB, 200000000000, 200 GB",
        "15.36 TB, 15360000000000, 15.36 TB",
        "8GiB, 8589934592, 8 GiB",
        "1PB, 1000000000000000, 1 PB",
        "1 pib, 1125899906842624, 1 PiB",
        "0B, 0, 0 B",
        "1.5kB, 1500, 1.5 kB"
    })
    void sizesAreReadWithTheirUnitsAndWrittenBack(String text, long bytes, String shown) {
        ByteSize size = ByteSize.parse(text);
        assertEquals(bytes, size.bytes());
        assertEquals(shown, size.toString());
        assertEquals(size.bytes(), ByteSize.parse(size.toString()).bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "200", "GB", "-1GB", "1.2.3GB", "200 Gb/s", "10XB", "99999999PB"})
    void whatIsNoSizeIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/2990538666", "10.0.0.0/4294967312", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0"})
    void whatIsNoPrefixIsRefused(String text) {
        String said = assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text))
                .getMessage();
        assertTrue(said.contains("'" + text + "' is not an IP prefix") || said.contains("host bits"), said);
    }

    @Test
    void sizesDoNotOverflowSilently() {
        assertThrows(ArithmeticException.class, () -> new ByteSize(Long.MAX_VALUE).plus(new ByteSize(1)));
        assertThrows(ArithmeticException.class, () -> ByteSize.ofGiB(1L << 40));
    }

    @ParameterizedTest
    @CsvSource({
        "25G, 25000000000, 25 Gbit/s",
        "100Gbit/s, 100000000000, 100 Gbit/s",
        "200 Mbit/s, 200000000, 200 Mbit/s",
        "2.5G, 2500000000, 2.5 Gbit/s"
    })
    void ratesAreReadWithTheirUnitsAndWrittenBack(String text, long bits, String shown) {
        assertEquals(bits, BitRate.parse(text).bitsPerSecond());
        assertEquals(shown, BitRate.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "10 GB", "0G"})
    void whatIsNoRateIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> BitRate.parse(text));
    }

    @Test
    void aPrefixGivesAddressesAndSubnets() {
        Cidr range = Cidr.parse("10.20.0.0/16");
        assertEquals("10.20.0.0", range.address(0));
        assertEquals("10.20.1.4", range.address(260));
        assertEquals("10.20.3.0/24", range.subnet(24, 3).toString());
        assertTrue(range.contains("10.20.255.255"));
        assertFalse(range.contains("10.21.0.0"));
        assertTrue(range.overlaps(Cidr.parse("10.0.0.0/8")));
        assertFalse(range.overlaps(Cidr.parse("10.21.0.0/16")));
        assertThrows(IllegalArgumentException.class, () -> range.address(65_536));
        assertThrows(IllegalArgumentException.class, () -> range.subnet(24, 256));
    }

    @Test
    void hostBitsInAPrefixAreRefusedWithThePrefixThatWasMeant() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Cidr.parse("10.20.30.40/16"));
        assertTrue(String.valueOf(refused.getMessage()).contains("10.20.0.0/16"));
    }

    @Test
    void aSecretNeverShowsItself() {
        Secret secret = new Secret("hunter2");
        assertEquals("<secret>", secret.toString());
        assertEquals("hunter2", secret.reveal());
        assertEquals(new Secret("hunter2"), secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Storage-1", "1storage", "a_b", "a.b", "-a", "a-"})
    void aMachinesNameIsADnsLabel(String name) {
        assertThrows(IllegalArgumentException.class, () -> new MachineId(name));
    }
}
