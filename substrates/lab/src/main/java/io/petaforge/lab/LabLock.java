package io.petaforge.lab;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps two processes from working on the same thing; the kernel lets go of it with the process. The file is deleted
 * when the lock is given back, so whoever takes one makes sure, by a word written into it, that it is still the file
 * that others find under its name.
 */
final class LabLock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private LabLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes a lock.
     *
     * @param patience how long to wait for another holder
     * @throws PetaforgeException LOCKED when the other holder outlasts that
     */
    static LabLock take(LabPaths paths, String name, Duration patience) {
        Path file = paths.run().resolve(name + ".lock");
        return Waiting.until(patience, () -> attempt(file))
                .orElseThrow(() -> new PetaforgeException(
                        ExitCode.LOCKED,
                        Problem.of(
                                "PF-LAB-013",
                                "Another petaforge process works on the lab (" + file + " is locked).",
                                "Wait until it is done.")));
    }

    private static Optional<LabLock> attempt(Path file) {
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(channel) && isStill(file, channel)) {
                return Optional.of(new LabLock(file, channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file, e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Held by another thread of this process.
            return false;
        }
    }

    private static boolean isStill(Path file, FileChannel channel) throws IOException {
        byte[] word = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(word), 0);
        try {
            return Arrays.equals(word, Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock " + file, e);
        }
    }
}
