package io.petaforge.remote;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** Accepts exactly the keys that the substrate told us of, and asks the host for one of their kind. */
final class PinnedHostKeys implements HostKeyVerifier {
    private final List<byte[]> blobs = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private volatile String refused = "";
    private volatile String refusedLine = "";

    /**
     * @param lines in OpenSSH form, with or without a comment at the end
     * @throws IllegalArgumentException when one of them is not
     */
    PinnedHostKeys(List<String> lines) {
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length < 2) {
                throw new IllegalArgumentException("not a public key: " + line);
            }
            blobs.add(Base64.getDecoder().decode(fields[1]));
            if (fields[0].equals("ssh-rsa")) {
                types.addAll(List.of("rsa-sha2-512", "rsa-sha2-256"));
            } else {
                types.add(fields[0]);
            }
        }
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        byte[] offered = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        if (blobs.stream().anyMatch(pinned -> Arrays.equals(pinned, offered))) {
            return true;
        }
        refused = KeyType.fromKey(key) + " " + fingerprint(offered);
        refusedLine = KeyType.fromKey(key) + " " + Base64.getEncoder().encodeToString(offered);
        return false;
    }

    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return types;
    }

    /** Kind and fingerprint of the key that was refused; empty when none was. */
    String refused() {
        return refused;
    }

    /** The key that was refused, as it would be pinned; empty when none was. */
    String refusedLine() {
        return refusedLine;
    }

    /** Whether no key at all would do. */
    boolean isEmpty() {
        return blobs.isEmpty();
    }

    /** Kinds and fingerprints of the keys that would do. */
    String expected() {
        return String.join(", ", blobs.stream().map(PinnedHostKeys::fingerprint).toList());
    }

    /** As {@code ssh-keygen -l} prints it. */
    static String fingerprint(byte[] blob) {
        try {
            return "SHA256:"
                    + Base64.getEncoder()
                            .withoutPadding()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(blob));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
