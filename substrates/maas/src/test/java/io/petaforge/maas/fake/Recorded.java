package io.petaforge.maas.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recorded exchanges with a real region. */
public final class Recorded {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Recorded() {}

    /** One exchange, by the name of its file without the suffix. */
    public static JsonNode exchange(String name) {
        try (InputStream file = Recorded.class.getResourceAsStream("/maas/recorded/" + name + ".json")) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was answered. */
    public static JsonNode body(String name) {
        return exchange(name).path("response").path("body");
    }

    /** All names, in the order of the recording. */
    public static List<String> names() {
        try (Stream<Path> files =
                Files.list(Path.of(Recorded.class.getResource("/maas/recorded").toURI()))) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
