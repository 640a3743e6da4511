package io.petaforge.step;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Checksums: of one content, and of everything that a running service was started with. */
public final class Inputs {
    private Inputs() {}

    /** SHA-256 of the text's UTF-8 bytes, 64 hex digits. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** What a service depends on: its files (path, content, mode, owner) in the given order, and any further words. */
    public static String hash(List<DesiredFile> files, String... more) {
        MessageDigest digest = digest();
        for (DesiredFile file : files) {
            add(digest, file.path());
            add(digest, file.content().reveal());
            add(digest, file.mode());
            add(digest, file.owner());
        }
        for (String word : more) {
            add(digest, word);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The length goes first, so that moving a character from one field to the next changes the sum. */
    private static void add(MessageDigest digest, String field) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
