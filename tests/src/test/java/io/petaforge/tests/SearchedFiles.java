package io.petaforge.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Every regular file below a directory, searched: where the secrets are, and who may read them there. */
final class SearchedFiles {
    /**
     * A file that holds secrets.
     *
     * @param path below what was searched
     * @param mode its permissions
     * @param open whether anybody may read it: its own permissions and those of every directory above it, up to where the
     *     search began
     */
    record Holder(Path path, int mode, boolean open, Set<Needles.Hit> hits) {
        String octal() {
            return String.format("%04o", mode);
        }
    }

    private static final int READABLE = 04;
    private static final int PASSABLE = 01;

    private final List<Holder> holders = new ArrayList<>();
    private int files;
    private long bytes;

    private SearchedFiles() {}

    /**
     * Searches a file, or a directory without what is mounted below it.
     *
     * @param wanted which files to read, by their path below it
     */
    static SearchedFiles below(Path start, Needles needles, Predicate<Path> wanted) {
        SearchedFiles searched = new SearchedFiles();
        try {
            Object device = Files.getAttribute(start, "unix:dev");
            Deque<Boolean> passable = new ArrayDeque<>(List.of(true));
            Files.walkFileTree(start, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    if (!Files.getAttribute(directory, "unix:dev").equals(device)) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    passable.push(passable.element() && (directory.equals(start) || (mode(directory) & PASSABLE) != 0));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Path path = start.relativize(file);
                    if (attributes.isRegularFile() && wanted.test(path)) {
                        searched.read(file, path, passable.element(), needles);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        // It went while its directory was read, as files of a running host do.
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, java.io.IOException e) {
                    passable.pop();
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot search " + start, e);
        }
        return searched;
    }

    List<Holder> holders() {
        return List.copyOf(holders);
    }

    int files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    private void read(Path file, Path path, boolean passable, Needles needles) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            int mode = mode(file);
            files++;
            bytes += Files.size(file);
            Set<Needles.Hit> hits = needles.in(content);
            if (!hits.isEmpty()) {
                holders.add(new Holder(path, mode, passable && (mode & READABLE) != 0, hits));
            }
        } catch (NoSuchFileException e) {
            // See above.
        }
    }

    private static int mode(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }
}
