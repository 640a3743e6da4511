package io.petaforge.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryReaderTest {
    private static final Path DEFAULTS =
            Path.of("src", "test", "resources", "spec", "accepted", "defaults", "inventory.yaml");

    @TempDir
    Path scratch;

    @Test
    void saysThatAFileIsNotThere() {
        assertEquals("PF-INV-001: there is no such file", refusal(scratch.resolve("absent.yaml")));
    }

    @Test
    void saysThatADirectoryIsNotAFile() {
        assertEquals("PF-INV-001: this is a directory", refusal(scratch));
    }

    @Test
    void survivesAliasesThatContainThemselves() throws Exception {
        Path file = scratch.resolve("inventory.yaml");
        Files.writeString(file, "petaforge: 1\nmachines: &m\n  a: *m\n");
        assertTrue(refusal(file).contains("PF-INV-"));
    }

    @Test
    void survivesAliasesThatMultiply() throws Exception {
        StringBuilder text = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            char last = (char) (c - 1);
            text.append(c).append(": &").append(c).append(" [");
            text.append(("*" + last + ", ").repeat(9)).append('*').append(last).append("]\n");
        }
        Path file = scratch.resolve("inventory.yaml");
        Files.writeString(file, text.toString());
        assertTrue(refusal(file).contains("PF-INV-"));
    }

    @Test
    void givesPlannersProblemsTheirPlace() {
        Inventory inventory = InventoryReader.load(DEFAULTS);

        Problem at = inventory.locate(Problem.at("PF-NET-007", "machines.storage.roles", "what", "fix"));
        assertEquals(Optional.of(DEFAULTS.toString()), at.file());
        assertEquals(OptionalInt.of(8), at.line());

        assertEquals(
                OptionalInt.of(9),
                inventory
                        .locate(Problem.at("PF-STO-001", "machines.storage.volumes.cache", "what", "fix"))
                        .line(),
                "what the file does not say is placed at the section around it");
        assertEquals(
                OptionalInt.empty(),
                inventory
                        .locate(Problem.at("PF-NET-015", "network.loopbacks", "what", "fix"))
                        .line(),
                "where there is not even a section, only the file is named");
        Problem nowhere = Problem.of("PF-LAB-001", "what", "fix");
        assertSame(nowhere, inventory.locate(nowhere));
    }

    private static String refusal(Path file) {
        PetaforgeException thrown = assertThrows(PetaforgeException.class, () -> InventoryReader.read(file));
        Problem first = thrown.problems().get(0);
        assertEquals(Optional.of(file.toString()), first.file());
        return first.code() + ": " + first.what();
    }
}
