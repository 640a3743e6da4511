package io.petaforge.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * This machine's distribution: the lab's hosts run the same.
 *
 * @param id {@code debian} or {@code ubuntu} where the lab works
 * @param codename the release's name in package sources, such as {@code bookworm}
 * @param title for people
 */
record OperatingSystem(String id, String codename, String title) {
    static OperatingSystem ofThisMachine() {
        try {
            return parse(Files.readString(Path.of("/etc/os-release")));
        } catch (NoSuchFileException e) {
            return parse("");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read /etc/os-release", e);
        }
    }

    /** From the text of os-release(5). */
    static OperatingSystem parse(String osRelease) {
        Map<String, String> fields = osRelease
                .lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> unquoted(pair[1]), (first, second) -> second));
        return new OperatingSystem(
                fields.getOrDefault("ID", "unknown"),
                fields.getOrDefault("VERSION_CODENAME", ""),
                fields.getOrDefault("PRETTY_NAME", "an unknown system"));
    }

    boolean supported() {
        return (id.equals("debian") || id.equals("ubuntu")) && !codename.isEmpty();
    }

    private static String unquoted(String value) {
        String text = value.strip();
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
