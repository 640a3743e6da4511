package io.petaforge.discover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Disk;
import io.petaforge.api.Inspection;
import io.petaforge.api.MachineId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** However a source's output is damaged, the machine is read without it or not at all; nothing else escapes. */
class DamagedAnswersTest {
    private static final MachineId ID = new MachineId("storage-1");

    /** What tools print that fail, are too old, or are cut off. */
    private static final List<String> NO_ANSWERS = List.of(
            "",
            "null",
            "[]",
            "{}",
            "7",
            "\"text\"",
            "{\"lldp\": 7}",
            "[[[",
            "{\"a\":",
            "Usage: no such option",
            "\u0000\u0007");

    @Provide
    Arbitrary<String> machines() throws IOException {
        return Arbitraries.of(DiscoveryTest.machines());
    }

    /** Anywhere alike; jqwik would otherwise prefer the beginning. */
    @Provide
    Arbitrary<Double> places() {
        return Arbitraries.doubles().between(0, 1).withDistribution(RandomDistribution.uniform());
    }

    @Provide
    Arbitrary<String> debris() {
        return Arbitraries.of(
                "",
                " ",
                "\n",
                "\t",
                ":",
                "{",
                "}",
                "[",
                "]",
                ",",
                "\"",
                "null",
                "-1",
                "0",
                "99999999999999999999",
                "\u0000",
                "é");
    }

    @Property(tries = 3000)
    void anAnswerIsReadOrNone(
            @ForAll("machines") String machine,
            @ForAll("places") double place,
            @ForAll @IntRange(max = 400) int lost,
            @ForAll("debris") String instead) {
        String whole = answer(machine);
        int from = (int) (place * (whole.length() - 1));
        String damaged = whole.substring(0, from) + instead + whole.substring(Math.min(whole.length(), from + lost));
        Discovery.read(ID, "192.0.2.11", damaged).ifPresent(DamagedAnswersTest::mustBeSound);
    }

    @Test
    void aSourceThatSaysNothingOfUseIsLeftOutAndTheOthersAreRead() throws IOException {
        for (String machine : DiscoveryTest.machines()) {
            String whole = answer(machine);
            Inspection sound = Discovery.read(ID, "a", whole).orElseThrow();
            for (String source : List.of("lsblk", "lldp", "nvme", "ip", "dmidecode")) {
                for (String said : NO_ANSWERS) {
                    Inspection found = Discovery.read(ID, "a", with(whole, source, said))
                            .orElseThrow(() -> new AssertionError(machine + ": " + source + " " + said));
                    mustBeSound(found);
                    assertEquals(sound.threads(), found.threads(), machine + ": " + source);
                    assertEquals(sound.software(), found.software(), machine + ": " + source);
                }
            }
        }
    }

    @Test
    void whatIsNoAnswerHoldsNothing() {
        for (String said : NO_ANSWERS) {
            assertEquals(List.of(), LldpNeighbors.read(said), said);
            assertEquals(Map.of(), NvmeList.read(said), said);
            assertEquals("", SmartReport.read(said).serial(), said);
            assertEquals("unknown", SmartReport.read(said).verdict(), said);
            assertEquals(List.of(), SmartReport.read(said).signs(), said);
            assertEquals(List.of(), Addresses.read(said), said);
            assertEquals(0, Processors.read(said).threads(), said);
            assertEquals(0, Firmware.read(said, said).memory().bytes(), said);
            assertEquals(Map.of(), PortFacts.read("", said, Map.of("eno1", said)), said);
            assertEquals(Optional.empty(), Discovery.read(ID, "a", said), said);
        }
    }

    private static void mustBeSound(Inspection found) {
        assertTrue(found.threads() >= 1);
        assertTrue(found.memory().bytes() > 0);
        assertEquals(
                found.disks().stream().map(Disk::serial).distinct().count(),
                found.disks().size(),
                "no drive is offered twice");
        found.disks()
                .forEach(disk ->
                        assertTrue(!disk.serial().isBlank() && disk.size().bytes() > 0));
        found.nics().forEach(nic -> assertTrue(nic.speed().bitsPerSecond() > 0));
    }

    /** The answer in which one source says something else. */
    private static String with(String whole, String source, String said) {
        String mark = "##petaforge " + source + "\n";
        int begin = whole.indexOf(mark);
        if (begin < 0) {
            return whole;
        }
        int end = whole.indexOf("\n##petaforge ", begin + mark.length());
        return whole.substring(0, begin + mark.length()) + said + whole.substring(end);
    }

    private static String answer(String machine) {
        try {
            return Files.readString(Path.of("src/test/resources/discover", machine, "output.txt"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
