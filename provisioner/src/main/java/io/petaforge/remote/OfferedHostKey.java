package io.petaforge.remote;

import static java.util.Objects.requireNonNull;

/**
 * The host key that answers at an address.
 *
 * @param line as it would be pinned
 * @param fingerprint as {@code ssh-keygen -l} prints it
 */
public record OfferedHostKey(String line, String fingerprint) {
    public OfferedHostKey {
        requireNonNull(line, "line");
        requireNonNull(fingerprint, "fingerprint");
    }
}
