package io.petaforge.remote;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One thing done on a host, as data. Consecutive operations on one host travel in one round trip and run in order; the
 * first that fails ends the sequence.
 */
public sealed interface Operation {
    /** What differs by kind of operation. */
    interface Visitor {
        void writeFile(WriteFile file);

        void exec(Exec exec);

        void await(Await await);

        void upload(Upload upload);

        void guarded(Guarded guarded);
    }

    /** Calls the method of this kind. */
    void accept(Visitor visitor);

    /**
     * Writes a file: to a temporary name beside it, then renamed; skipped when content, mode and owner are equal already.
     * Missing parent directories are made (0755 root).
     *
     * @param mode four octal digits, such as {@code 0600}
     * @param owner {@code user:group}
     */
    record WriteFile(String path, Secret content, String mode, String owner) implements Operation {
        public WriteFile {
            requireNonNull(path, "path");
            requireNonNull(content, "content");
            requireNonNull(mode, "mode");
            requireNonNull(owner, "owner");
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.writeFile(this);
        }
    }

    /** Runs a command; any exit status but 0 is a failure. */
    record Exec(Command command, Duration timeout) implements Operation {
        public Exec {
            requireNonNull(command, "command");
            requireNonNull(timeout, "timeout");
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.exec(this);
        }
    }

    /** Repeats a command until it exits 0, on the host itself, so that waiting costs no round trips. */
    record Await(Command command, Duration interval, Duration timeout) implements Operation {
        public Await {
            requireNonNull(command, "command");
            requireNonNull(interval, "interval");
            requireNonNull(timeout, "timeout");
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.await(this);
        }
    }

    /** Copies a large local file; skipped when the target has this checksum already. */
    record Upload(Path source, String sha256, String path, String mode, String owner) implements Operation {
        public Upload {
            requireNonNull(source, "source");
            requireNonNull(sha256, "sha256");
            requireNonNull(path, "path");
            requireNonNull(mode, "mode");
            requireNonNull(owner, "owner");
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.upload(this);
        }
    }

    /**
     * Changes that may cut the host off. The host itself carries them out, apart from the connection that asks for it, and
     * undoes them by itself unless they are confirmed over a connection that was opened after they had been applied. So a
     * host that nobody reaches any more, a client that was killed and a reboot in between all end in what was before. What
     * was undone makes the operation fail, with a text that says why and where the files are kept.
     *
     * @param name what is changed, for the names of directories and units: small letters, digits and dashes
     * @param paths every file that the changes may write or remove; put back as they were, or removed if they were not there
     * @param changes in order; the first that fails has all undone at once. Only {@link WriteFile} and {@link Exec}
     * @param undone makes the host take over the files that were put back
     * @param settle how long the changes must stand before a connection says anything about them
     * @param window after so long from the beginning they are undone
     */
    record Guarded(
            String name, List<String> paths, List<Operation> changes, Command undone, Duration settle, Duration window)
            implements Operation {
        /** Of the window, kept for opening a connection and confirming over it. */
        static final Duration CONFIRMING = Duration.ofSeconds(8);

        public Guarded {
            if (!name.matches("[a-z0-9-]{1,32}")) {
                throw new IllegalArgumentException("not the name of a change: " + name);
            }
            paths = List.copyOf(paths);
            changes = List.copyOf(changes);
            requireNonNull(undone, "undone");
            requireNonNull(settle, "settle");
            requireNonNull(window, "window");
            for (String path : paths) {
                if (!path.startsWith("/") || path.indexOf('\n') >= 0) {
                    throw new IllegalArgumentException("not the absolute path of a file: " + path);
                }
            }
            for (Operation change : changes) {
                if (!(change instanceof WriteFile) && !(change instanceof Exec)) {
                    throw new IllegalArgumentException("a guarded change writes files and runs commands");
                }
                if (change instanceof WriteFile file && !paths.contains(file.path())) {
                    throw new IllegalArgumentException(file.path() + " is written but would not be put back");
                }
            }
            if (undone.stdin().isPresent() || !undone.environment().isEmpty()) {
                throw new IllegalArgumentException("what is kept on the host for later holds no secret");
            }
            if (window.compareTo(settle.plus(CONFIRMING)) <= 0) {
                throw new IllegalArgumentException("a window of " + window + " leaves no time for the changes");
            }
        }

        /** How long the changes themselves may take. */
        Duration limit() {
            return window.minus(settle).minus(CONFIRMING);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.guarded(this);
        }
    }
}
