package io.petaforge.maas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Recorded texts; {@code -Dpetaforge.golden=write} writes them anew. */
final class Golden {
    private Golden() {}

    static void check(String name, String text) throws IOException {
        Path file = Path.of("src/test/resources/maas").resolve(name);
        if ("write".equals(System.getProperty("petaforge.golden"))) {
            Files.writeString(file, text);
        }
        assertEquals(Files.readString(file), text, name);
    }
}
