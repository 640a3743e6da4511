package io.petaforge.step;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Secret;

/**
 * A file as it must be.
 *
 * @param path absolute
 * @param content all of it; a secret by type, because configuration and keyrings take the same way
 * @param mode four octal digits, such as {@code 0644}
 * @param owner {@code user:group}
 */
public record DesiredFile(String path, Secret content, String mode, String owner) {
    public DesiredFile {
        requireNonNull(path, "path");
        requireNonNull(content, "content");
        requireNonNull(mode, "mode");
        requireNonNull(owner, "owner");
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("not the absolute path of a file: " + path);
        }
        if (!mode.matches("[0-7]{4}")) {
            throw new IllegalArgumentException(path + ": a mode is four octal digits: " + mode);
        }
    }

    /** A public file of root's (0644 root:root). */
    public static DesiredFile plain(String path, String content) {
        return new DesiredFile(path, new Secret(content), "0644", "root:root");
    }
}
