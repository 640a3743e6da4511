package io.petaforge.lab;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps two processes from working on the same thing; the kernel lets go of it with the process. The files stay in a
 * directory that is gone after a restart: deleting a lock file would give two holders.
 */
final class LabLock implements AutoCloseable {
    private final FileChannel channel;

    private LabLock(FileChannel channel) {
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
        try {
            Files.createDirectories(paths.run());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean[] held = new boolean[1];
            Supervisors.waitUntil(patience, () -> held[0] = locked(channel));
            if (!held[0]) {
                channel.close();
                throw new PetaforgeException(
                        ExitCode.LOCKED,
                        Problem.of(
                                "PF-LAB-013",
                                "Another petaforge process works on the lab (" + file + " is locked).",
                                "Wait until it is done."));
            }
            return new LabLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file, e);
        }
    }

    private static boolean locked(FileChannel channel) {
        try {
            Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
            return lock.isPresent();
        } catch (OverlappingFileLockException e) {
            // Held by another thread of this process.
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock", e);
        }
    }
}
