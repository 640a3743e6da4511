package io.petaforge.step;

import static java.util.Objects.requireNonNull;

/**
 * A file as it was found.
 *
 * @param exists whether it is a regular file; everything else is empty when it is not
 * @param sha256 checksum of its content, 64 hex digits
 * @param mode four octal digits
 * @param owner {@code user:group}
 */
public record FileState(boolean exists, String sha256, String mode, String owner) {
    /** There is no such regular file. */
    public static final FileState ABSENT = new FileState(false, "", "", "");

    public FileState {
        requireNonNull(sha256, "sha256");
        requireNonNull(mode, "mode");
        requireNonNull(owner, "owner");
    }
}
