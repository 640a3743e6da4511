package io.petaforge.bmc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text compared with a file under src/test/resources/golden; -Dgolden.write=true writes it anew. */
public final class Golden {
    private Golden() {}

    public static void check(String name, String text) throws IOException {
        Path file = Path.of("src/test/resources/golden", name);
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.stripTrailing() + "\n");
        }
        assertEquals(Files.readString(file).stripTrailing(), text.stripTrailing());
    }
}
