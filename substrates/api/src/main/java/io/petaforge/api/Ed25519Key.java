package io.petaforge.api;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * One Ed25519 key pair in OpenSSH's file formats. Made in this process because a cluster needs one per host, and ssh-keygen
 * would be one process each.
 *
 * @param privateFile the private key file's text, format "openssh-key-v1" without a passphrase (OpenSSH's PROTOCOL.key)
 * @param publicLine {@code ssh-ed25519 AAAA...}, without a comment
 */
public record Ed25519Key(String privateFile, String publicLine) {
    private static final String TYPE = "ssh-ed25519";
    /** An Ed25519 key of 32 bytes is the end of both of Java's encodings (X.509 and PKCS 8, RFC 8410). */
    private static final int KEY_LENGTH = 32;

    /** A new pair, from the platform's random source. */
    public static Ed25519Key generate() {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java 15 and later have Ed25519", e);
        }
        byte[] publicKey = tail(pair.getPublic().getEncoded());
        byte[] seed = tail(pair.getPrivate().getEncoded());
        try {
            return new Ed25519Key(privateFile(publicKey, seed), TYPE + " " + base64(publicBlob(publicKey)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The pair that is kept in a file, which is made if it is missing: the private key for its owner only, the public one
     * beside it under the same name with {@code .pub}.
     *
     * @throws IOException when it can neither be read nor made
     */
    public static Ed25519Key keptIn(Path file) throws IOException {
        return keptIn(file, "rw-r--r--");
    }

    static Ed25519Key keptIn(Path file, String publicMode) throws IOException {
        Path publicFile = file.resolveSibling(file.getFileName() + ".pub");
        // The public half is written last, so its presence says that both are there.
        if (Files.exists(publicFile)) {
            return new Ed25519Key(
                    Files.readString(file), Files.readString(publicFile).strip());
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Ed25519Key key = generate();
        AtomicWrite.replace(file, key.privateFile(), "rw-------");
        AtomicWrite.replace(publicFile, key.publicLine() + "\n", publicMode);
        return key;
    }

    @Override
    public String toString() {
        return publicLine;
    }

    private static byte[] tail(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - KEY_LENGTH, encoded.length);
    }

    private static byte[] publicBlob(byte[] publicKey) throws IOException {
        Blob blob = new Blob();
        blob.string(TYPE.getBytes(StandardCharsets.US_ASCII));
        blob.string(publicKey);
        return blob.bytes();
    }

    private static String privateFile(byte[] publicKey, byte[] seed) throws IOException {
        Blob secret = new Blob();
        // Two equal numbers that show whether decryption worked; nothing is encrypted here, so any will do.
        secret.number(0x70666c62);
        secret.number(0x70666c62);
        secret.string(TYPE.getBytes(StandardCharsets.US_ASCII));
        secret.string(publicKey);
        byte[] both = Arrays.copyOf(seed, 2 * KEY_LENGTH);
        System.arraycopy(publicKey, 0, both, KEY_LENGTH, KEY_LENGTH);
        secret.string(both);
        secret.string(new byte[0]);
        secret.padTo(8);

        Blob file = new Blob();
        file.raw("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII));
        file.string("none".getBytes(StandardCharsets.US_ASCII));
        file.string("none".getBytes(StandardCharsets.US_ASCII));
        file.string(new byte[0]);
        file.number(1);
        file.string(publicBlob(publicKey));
        file.string(secret.bytes());
        String text = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(file.bytes());
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + text + "\n-----END OPENSSH PRIVATE KEY-----\n";
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** SSH's wire encoding (RFC 4251, section 5). */
    private static final class Blob {
        private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(buffer);

        void number(int value) throws IOException {
            out.writeInt(value);
        }

        void string(byte[] value) throws IOException {
            out.writeInt(value.length);
            out.write(value);
        }

        void raw(byte[] value) throws IOException {
            out.write(value);
        }

        void padTo(int block) throws IOException {
            for (int i = 1; out.size() % block != 0; i++) {
                out.write(i);
            }
        }

        byte[] bytes() {
            return buffer.toByteArray();
        }
    }
}
