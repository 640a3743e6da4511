package io.petaforge.state;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The file in which a host keeps the encrypted state: a few lines that anyone who has the file may read, and the sealed rest.
 *
 * @param cluster whose state it is
 * @param serial grows with each new state: of two copies the one with the larger is the newer
 * @param id the same for the same state
 * @param key fingerprint of the public half of the key that opens it
 * @param bodySum SHA-256 of the body, by which a host tells that its copy is whole
 * @param body nonce and ciphertext in lines of base64; empty where only the lines before it were read
 */
public record SealedState(String cluster, long serial, String id, String key, String bodySum, String body) {
    private static final String FORMAT = "petaforge-state 1";
    private static final String ANY_FORMAT = "petaforge-state ";

    /** How many lines lie before the body. */
    public static final int HEADER_LINES = 6;

    public SealedState {
        requireNonNull(cluster, "cluster");
        requireNonNull(id, "id");
        requireNonNull(key, "key");
        requireNonNull(bodySum, "bodySum");
        requireNonNull(body, "body");
    }

    static SealedState of(String cluster, long serial, String id, String key, String body) {
        return new SealedState(cluster, serial, id, key, sum(body), body);
    }

    /** The bytes of the header that the seal vouches for. */
    static byte[] bound(String cluster, long serial, String id, String key) {
        return header(cluster, serial, id, key).getBytes(StandardCharsets.UTF_8);
    }

    private static String header(String cluster, long serial, String id, String key) {
        return FORMAT + "\ncluster " + cluster + "\nserial " + serial + "\nid " + id + "\nkey " + key + "\n";
    }

    /** The whole file. */
    public String text() {
        return header(cluster, serial, id, key) + "body " + bodySum + "\n" + body;
    }

    /** Whether the body is the one that the header was written for. */
    public boolean whole() {
        return bodySum.equals(sum(body));
    }

    /** Whether it says the same as another, whatever the body's bytes: they may differ between versions of zlib. */
    public boolean sameAs(SealedState other) {
        return cluster.equals(other.cluster) && serial == other.serial && id.equals(other.id) && key.equals(other.key);
    }

    /**
     * From the file's text, or from its first {@link #HEADER_LINES} lines.
     *
     * @throws IllegalArgumentException when it is no such file, or one that only a newer version reads
     */
    public static SealedState parse(String text) {
        List<String> lines = text.lines().limit(HEADER_LINES).toList();
        if (lines.isEmpty() || !lines.get(0).startsWith(ANY_FORMAT)) {
            throw new IllegalArgumentException("it is no copy of a state");
        }
        if (!lines.get(0).equals(FORMAT)) {
            throw new IllegalArgumentException("it is of format "
                    + lines.get(0).substring(ANY_FORMAT.length()).strip()
                    + ", which only a newer petaforge reads");
        }
        if (lines.size() < HEADER_LINES) {
            throw new IllegalArgumentException("it is cut off");
        }
        int at = 0;
        for (int line = 0; line < HEADER_LINES; line++) {
            at = Math.max(at, text.indexOf('\n', at) + 1);
        }
        try {
            return new SealedState(
                    value(lines, 1, "cluster"),
                    Long.parseLong(value(lines, 2, "serial")),
                    value(lines, 3, "id"),
                    value(lines, 4, "key"),
                    value(lines, 5, "body"),
                    text.substring(at));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("its serial is no number", e);
        }
    }

    private static String value(List<String> lines, int line, String name) {
        String found = lines.get(line);
        if (!found.startsWith(name + " ")) {
            throw new IllegalArgumentException("line " + (line + 1) + " does not say its " + name);
        }
        return found.substring(name.length() + 1).strip();
    }

    private static String sum(String body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
