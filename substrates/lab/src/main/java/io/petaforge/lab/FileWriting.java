package io.petaforge.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** Writes files whole, with their mode, by a rename over the old ones. */
final class FileWriting {
    static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");
    static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private FileWriting() {}

    static void replace(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(mode));
        Files.write(next, content);
        // The process's umask may have taken bits away.
        Files.setPosixFilePermissions(next, mode);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void replace(Path file, String content, Set<PosixFilePermission> mode) throws IOException {
        replace(file, content.getBytes(StandardCharsets.UTF_8), mode);
    }

    /** Lines that end in a newline each; no lines make an empty file. */
    static void replaceLines(Path file, List<String> lines) throws IOException {
        replace(file, lines(lines), READABLE);
    }

    static String lines(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
