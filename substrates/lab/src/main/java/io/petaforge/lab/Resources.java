package io.petaforge.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The scripts and lists that ship inside the jar. */
final class Resources {
    private Resources() {}

    static String text(String name) {
        try (InputStream stream = Resources.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks its resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name, e);
        }
    }

    /** The lines of a list, without blank ones. */
    static List<String> lines(String name) {
        return text(name).lines().filter(line -> !line.isBlank()).toList();
    }
}
