package io.petaforge.remote;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Secret;
import java.nio.file.Path;
import java.time.Duration;

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
}
