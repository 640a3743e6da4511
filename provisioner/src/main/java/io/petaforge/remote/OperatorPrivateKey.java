package io.petaforge.remote;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/**
 * The private key with which petaforge logs in, where it is needed as a number and not for a login.
 *
 * @param fingerprint of its public half, as {@code ssh-keygen -l} prints it
 */
public record OperatorPrivateKey(Number number, String fingerprint) {
    /** An Ed25519 key in PKCS 8 (RFC 8410): 16 bytes that are always the same kind, then the 32 bytes of the key. */
    private static final int ED25519_AT = 16;

    private static final int ED25519_LENGTH = 32;

    /** The key's number, which shows itself to nobody. */
    public static final class Number {
        private final byte[] bytes;

        private Number(byte[] bytes) {
            this.bytes = bytes;
        }

        /** The bytes. The same key gives the same ones, whatever file format, comment or passphrase it is kept with. */
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public String toString() {
            return "<secret>";
        }
    }

    public OperatorPrivateKey {
        requireNonNull(number, "number");
        requireNonNull(fingerprint, "fingerprint");
    }

    /**
     * The key in a file.
     *
     * @throws PetaforgeException when there is none that can be read without a passphrase
     */
    public static OperatorPrivateKey read(Path file) {
        try (SSHClient reader = new SSHClient(SshAlgorithms.config())) {
            KeyProvider key = reader.loadKeys(file.toString());
            byte[] publicBlob =
                    new Buffer.PlainBuffer().putPublicKey(key.getPublic()).getCompactData();
            return new OperatorPrivateKey(new Number(number(key.getPrivate())), PinnedHostKeys.fingerprint(publicBlob));
        } catch (IOException | IllegalArgumentException e) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-SSH-015",
                            "the private key " + file + " cannot be read: " + SshConnector.describe(e),
                            "Give a private key without a passphrase in OpenSSH or PKCS#8 form."),
                    e);
        }
    }

    private static byte[] number(PrivateKey key) {
        if (key instanceof RSAPrivateKey rsa) {
            return rsa.getPrivateExponent().toByteArray();
        }
        if (key instanceof ECPrivateKey curve) {
            return curve.getS().toByteArray();
        }
        byte[] encoded = key.getEncoded();
        if (encoded == null || encoded.length < ED25519_AT + ED25519_LENGTH) {
            throw new IllegalArgumentException("keys of kind " + key.getAlgorithm() + " do not show their number");
        }
        return Arrays.copyOfRange(encoded, ED25519_AT, ED25519_AT + ED25519_LENGTH);
    }
}
