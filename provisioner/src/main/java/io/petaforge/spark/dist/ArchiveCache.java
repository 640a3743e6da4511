package io.petaforge.spark.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Optional;

/**
 * The directory that keeps archives and the lock files that led to them. Everything appears by rename, so that a run
 * killed in between leaves nothing half written under a name that anyone reads.
 *
 * <p>Beside each archive lies a receipt: its checksums, its size and its modification time. As long as size and time are
 * those of the receipt the archive is taken as it is, which costs no reading of 300 MB; the nodes verify what they
 * receive anyway. Otherwise it is read and compared, and built anew when it differs.
 */
final class ArchiveCache {
    private final Path directory;

    ArchiveCache(Path directory) {
        this.directory = directory;
    }

    /** The lock that was last written under that key, if it can be read. */
    Optional<LockFile> lock(String key) throws IOException {
        Path file = lockFile(key);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LockFile.parse(Files.readString(file)));
        } catch (IllegalArgumentException e) {
            // Not ours, or of an older format: it is written anew.
            return Optional.empty();
        }
    }

    void keep(String key, LockFile lock) throws IOException {
        Files.createDirectories(directory);
        Path temporary = Files.createTempFile(directory, "lock", ".tmp");
        Files.writeString(temporary, lock.render());
        Files.move(temporary, lockFile(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The archive of a lock, if it is there and whole. */
    Optional<SparkResource> find(LockFile lock) throws IOException {
        String id = lock.id();
        Path archive = archive(lock, id);
        Path receipt = receipt(archive);
        if (!Files.isRegularFile(archive) || !Files.isRegularFile(receipt)) {
            return Optional.empty();
        }
        String[] fields = Files.readString(receipt).strip().split(" ");
        if (fields.length != 4) {
            return Optional.empty();
        }
        boolean untouched = fields[2].equals(Long.toString(Files.size(archive)))
                && fields[3].equals(
                        Long.toString(Files.getLastModifiedTime(archive).toMillis()));
        if (!untouched && !Sha256.of(archive).equals(fields[0])) {
            return Optional.empty();
        }
        return Optional.of(new SparkResource(id, lock, archive, Files.size(archive), fields[0], fields[1]));
    }

    /** Writes the archive of a lock. */
    SparkResource store(LockFile lock, Collection<TreeEntry> files) throws IOException {
        Files.createDirectories(directory);
        String id = lock.id();
        Path archive = archive(lock, id);
        Path temporary = Files.createTempFile(directory, "archive", ".tmp");
        try {
            ArchiveWriter.Written written = ArchiveWriter.write(temporary, files);
            Files.move(temporary, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            String receipt = written.archiveSha256() + " " + written.sumsSha256() + " " + Files.size(archive) + " "
                    + Files.getLastModifiedTime(archive).toMillis() + "\n";
            Path note = Files.createTempFile(directory, "receipt", ".tmp");
            Files.write(note, receipt.getBytes(StandardCharsets.UTF_8));
            Files.move(note, receipt(archive), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new SparkResource(
                    id, lock, archive, Files.size(archive), written.archiveSha256(), written.sumsSha256());
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Where files that are only on their way through are kept. */
    Path directory() {
        return directory;
    }

    private Path lockFile(String key) {
        return directory.resolve(key + ".lock");
    }

    private Path archive(LockFile lock, String id) {
        return directory.resolve("spark-" + lock.versions().spark() + "-" + id.substring(0, 12) + ".tar");
    }

    private static Path receipt(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".receipt");
    }
}
