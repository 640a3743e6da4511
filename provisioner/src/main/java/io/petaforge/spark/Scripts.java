package io.petaforge.spark;

import io.petaforge.remote.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The constant shell programs of this package, kept as resources. What varies reaches them as parameters. */
final class Scripts {
    private Scripts() {}

    /** A program for the POSIX shell. */
    static Command sh(String name, List<String> parameters) {
        return Command.script(text(name), parameters);
    }

    /** A program that needs bash, for its sockets. */
    static Command bash(String name, List<String> parameters) {
        List<String> argv = new ArrayList<>(List.of("bash", "-c", text(name), "bash"));
        argv.addAll(parameters);
        return Command.of(argv);
    }

    /** The text of a program. */
    static String text(String name) {
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
