package io.petaforge.ceph;

import io.petaforge.api.Secret;
import io.petaforge.state.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The secrets of a cluster that was thrown away, with which its facts were recorded; asks for no others. */
final class FixedSecrets implements Secrets {
    private final Map<String, String> values = new TreeMap<>();

    FixedSecrets(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                values.put(folder.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Secret get(String name, Supplier<Secret> generator) {
        String value = values.get(name);
        if (value == null) {
            throw new AssertionError("a secret that the recorded cluster does not have: " + name);
        }
        return new Secret(value);
    }

    /** A text with every secret in it replaced by its name. */
    String mask(String text) {
        String masked = text;
        for (Map.Entry<String, String> secret : values.entrySet()) {
            if (!secret.getKey().endsWith("fsid")) {
                masked = masked.replace(secret.getValue(), "<" + secret.getKey() + ">")
                        .replace(secret.getValue().replace("\n", "\\n"), "<" + secret.getKey() + ">");
            }
        }
        return masked;
    }
}
