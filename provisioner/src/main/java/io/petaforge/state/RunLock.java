package io.petaforge.state;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The right to change one cluster. The kernel holds it for as long as this process lives, so a killed run never leaves it
 * behind; the file's text only says who holds it.
 */
public final class RunLock implements AutoCloseable {
    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock at once or refuses.
     *
     * @throws PetaforgeException with {@link ExitCode#LOCKED} when another process holds it
     */
    static RunLock acquire(Path file, String command) {
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Optional<FileLock> lock = tryLock(channel);
            if (lock.isEmpty()) {
                channel.close();
                throw new PetaforgeException(
                        ExitCode.LOCKED,
                        Problem.of(
                                "PF-STATE-003",
                                "another run holds this cluster: "
                                        + Files.readString(file).strip(),
                                "wait for it to end; if it hangs, end that process: its lock goes with it"));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    (command + ", process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return new RunLock(channel);
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-STATE-004",
                            "the lock file " + file + " cannot be used: " + e.getMessage(),
                            "check the permissions of the state directory"),
                    e);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException held) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
