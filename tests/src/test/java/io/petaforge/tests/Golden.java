package io.petaforge.tests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Texts that people read, as they should be. */
final class Golden {
    private Golden() {}

    /** The text of a name, such as {@code fixed-refusals/no-sudo}. */
    static String of(String name) throws IOException {
        try (InputStream text = Golden.class.getResourceAsStream(name + ".txt")) {
            if (text == null) {
                return "there is no text " + name;
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
