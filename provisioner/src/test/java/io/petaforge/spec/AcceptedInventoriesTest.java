package io.petaforge.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What inventories mean: each folder of {@code spec/accepted} holds one and the same with every default filled in. */
class AcceptedInventoriesTest {
    static final Path CASES = Path.of("src", "test", "resources", "spec", "accepted");

    @TempDir
    Path scratch;

    static List<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void meansThisWithEveryDefault(Path folder) throws IOException {
        String effective = InventoryWriter.write(InventoryReader.read(folder.resolve("inventory.yaml")))
                .replace(folder.toAbsolutePath().toString(), "<folder>");
        Path expected = folder.resolve("effective.yaml");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, effective);
        }
        assertEquals(Files.readString(expected), effective);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysTheSameWhenWrittenAndReadAgain(Path folder) throws IOException {
        ClusterSpec spec = InventoryReader.read(folder.resolve("inventory.yaml"));
        Path written = scratch.resolve("written.yaml");
        Files.writeString(written, InventoryWriter.write(spec));
        assertEquals(spec, InventoryReader.read(written));
    }
}
