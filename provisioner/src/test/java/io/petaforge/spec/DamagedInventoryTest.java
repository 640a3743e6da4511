package io.petaforge.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** However a file is damaged, it is either read or refused with problems; nothing else escapes. */
class DamagedInventoryTest {
    private static Path scratch = Path.of("");
    private static String whole = "";

    @BeforeContainer
    static void prepare() throws IOException {
        scratch = Files.createTempFile("inventory", ".yaml");
        whole = Files.readString(
                AcceptedInventoriesTest.CASES.resolve("every-key").resolve("inventory.yaml"));
    }

    @AfterContainer
    static void remove() throws IOException {
        Files.delete(scratch);
    }

    /** Anywhere in the file alike; jqwik would otherwise prefer its beginning. */
    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, whole.length() - 1).withDistribution(RandomDistribution.uniform());
    }

    /** What people leave behind in YAML, and what parsers trip over. */
    @Provide
    Arbitrary<String> debris() {
        return Arbitraries.of(
                "",
                " ",
                "\n",
                "\t",
                ":",
                ": ",
                "-",
                "- ",
                "{",
                "}",
                "[",
                "]",
                ",",
                "\"",
                "'",
                "#",
                "&a ",
                "*a",
                "!!int ",
                "!x ",
                ">=",
                "|",
                "%",
                "@",
                "? ",
                "<<: ",
                "---\n",
                "~",
                "null",
                "0",
                "-1",
                "99999999999999999999",
                "1e9",
                ".inf",
                "2001-01-01",
                "\u0000",
                "\uFEFF",
                "ä",
                "\uD83D\uDE00",
                "${x}",
                "a: b",
                "[[",
                "{}",
                "PB",
                "  ");
    }

    @Property(tries = 2000)
    void isReadOrRefused(@ForAll("places") int at, @ForAll @IntRange(max = 12) int cut, @ForAll("debris") String debris)
            throws IOException {
        int to = Math.min(whole.length(), at + cut);
        Files.writeString(scratch, whole.substring(0, at) + debris + whole.substring(to));
        try {
            ClusterSpec spec = InventoryReader.read(scratch);
            // What is accepted can be shown, and means the same then.
            Files.writeString(scratch, InventoryWriter.write(spec));
            assertEquals(spec, InventoryReader.read(scratch));
        } catch (PetaforgeException e) {
            assertEquals(ExitCode.BAD_INPUT, e.exitCode());
            assertFalse(e.problems().isEmpty());
        }
    }
}
