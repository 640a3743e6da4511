package io.petaforge.spark.dist;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One regular file of a distribution's tree.
 *
 * @param path relative, with slashes
 * @param sha256 of the content
 * @param size in bytes
 * @param executable whether anyone may run it
 * @param content opens it, any number of times
 */
record TreeEntry(String path, String sha256, long size, boolean executable, Content content)
        implements Comparable<TreeEntry> {
    /** Opens the bytes. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    TreeEntry {
        requireNonNull(path, "path");
        requireNonNull(sha256, "sha256");
        requireNonNull(content, "content");
    }

    static TreeEntry of(String path, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new TreeEntry(path, Sha256.of(text), bytes.length, false, () -> new ByteArrayInputStream(bytes));
    }

    static TreeEntry of(String path, LockFile.Entry locked, Path file) {
        return new TreeEntry(path, locked.sha256(), locked.size(), false, () -> Files.newInputStream(file));
    }

    @Override
    public int compareTo(TreeEntry other) {
        return path.compareTo(other.path);
    }
}
