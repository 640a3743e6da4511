package io.petaforge.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The text of every message: each folder of {@code spec/errors} holds an inventory and what is said about it. After a
 * change that is meant, {@code -Dgolden.write=true} writes the texts anew, to be read in the diff.
 */
class InventoryErrorsTest {
    static final Path CASES = Path.of("src", "test", "resources", "spec", "errors");

    static List<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatIsWrongAndWhatToDo(Path folder) throws IOException {
        PetaforgeException thrown = refusal(folder);

        assertEquals(ExitCode.BAD_INPUT, thrown.exitCode());
        String text = thrown.problems().stream()
                        .map(Problem::render)
                        .collect(Collectors.joining("\n"))
                        .replace(folder + "/", "")
                + "\n";
        Path expected = folder.resolve("expected.txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, text);
        }
        assertEquals(Files.readString(expected), text);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void neverRepeatsASecret(Path folder) {
        String text = String.valueOf(refusal(folder).getMessage());
        assertFalse(text.toLowerCase(java.util.Locale.ROOT).contains("hunter2"), text);
    }

    @Test
    void everyCodeIsShown() throws IOException {
        TreeSet<String> shown = new TreeSet<>();
        for (Path folder : cases()) {
            refusal(folder).problems().forEach(p -> shown.add(p.code()));
        }
        TreeSet<String> missing = new TreeSet<>();
        for (InventoryCode code : InventoryCode.values()) {
            if (!shown.contains(code.text())) {
                missing.add(code.text());
            }
        }
        // Raised when the secret is fetched, not when the file is read: SecretResolverTest.
        assertEquals(new TreeSet<>(List.of(InventoryCode.SECRET_ABSENT.text())), missing);
        assertTrue(shown.size() > 20);
    }

    static PetaforgeException refusal(Path folder) {
        return assertThrows(PetaforgeException.class, () -> InventoryReader.read(folder.resolve("inventory.yaml")));
    }
}
