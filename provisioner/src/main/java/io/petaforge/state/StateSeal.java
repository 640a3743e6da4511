package io.petaforge.state;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a cluster's state for the copy that its hosts keep, and opens it again: AES-256-GCM under a key that HKDF-SHA256
 * derives from the operator's SSH private key. Whoever may log in to the hosts can open it; a host alone cannot.
 *
 * <p>The nonce is no random number but the first 96 bits of an HMAC, under a key of its own, over all that GCM protects: the
 * same state gives the same file, so that a build that changes nothing writes nothing. GCM is safe as long as no nonce comes
 * with two different texts; here that would take a collision of the HMAC, as in the synthetic nonces of RFC 8452's and
 * Rogaway and Shrimpton's constructions.
 */
public final class StateSeal {
    /** The same key material in other programs gives other keys. */
    private static final String PURPOSE = "petaforge state copy 1";

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int LINE = 76;

    private final String cluster;
    private final String keyName;
    private final byte[] encryption;
    private final byte[] nonces;
    private final byte[] ids;

    /**
     * The seal of a cluster.
     *
     * @param material the operator's private key
     * @param keyName fingerprint of its public half, which tells people which key it was
     */
    public StateSeal(String cluster, byte[] material, String keyName) {
        this.cluster = requireNonNull(cluster, "cluster");
        this.keyName = requireNonNull(keyName, "keyName");
        byte[] keys = Hkdf.derive(
                material, cluster.getBytes(StandardCharsets.UTF_8), PURPOSE.getBytes(StandardCharsets.UTF_8), 3 * 32);
        encryption = Arrays.copyOfRange(keys, 0, 32);
        nonces = Arrays.copyOfRange(keys, 32, 64);
        ids = Arrays.copyOfRange(keys, 64, 96);
    }

    /** Fingerprint of the key's public half. */
    public String keyName() {
        return keyName;
    }

    /** Tells whether two states are the same, and tells nothing of them to those without the key. */
    String id(StateFiles files) {
        return id(files.digest());
    }

    /** The same from {@link StateFiles#digest}. */
    String id(String digest) {
        byte[] mac = Hkdf.mac(ids, digest.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac, 0, 16);
    }

    /**
     * The file for the hosts.
     *
     * @param serial grows with each new state
     */
    public SealedState seal(StateFiles files, long serial) {
        byte[] packed = deflate(files.bytes());
        String id = id(files);
        byte[] header = SealedState.bound(cluster, serial, id, keyName);
        byte[] nonce = Arrays.copyOf(Hkdf.mac(nonces, length(header), header, packed), NONCE);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, header).doFinal(packed);
            byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
            String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(whole) + "\n";
            return SealedState.of(cluster, serial, id, keyName, body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /**
     * What was sealed.
     *
     * @throws IllegalArgumentException when it was sealed with another key or for another cluster, or was changed since
     */
    public StateFiles open(SealedState sealed) {
        try {
            byte[] whole = Base64.getMimeDecoder().decode(sealed.body());
            if (whole.length < NONCE + TAG_BITS / 8) {
                throw new IllegalArgumentException("it is cut off");
            }
            byte[] header = SealedState.bound(cluster, sealed.serial(), sealed.id(), sealed.key());
            byte[] packed = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE), header)
                    .doFinal(whole, NONCE, whole.length - NONCE);
            return StateFiles.read(inflate(packed));
        } catch (AEADBadTagException e) {
            throw new IllegalArgumentException("it was changed, or sealed with another key", e);
        } catch (GeneralSecurityException | ProviderException e) {
            // Some Java versions refuse what is no multiple of anything with the latter.
            throw new IllegalArgumentException("it is cut off", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it does not unpack", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] header) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(encryption, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header);
        return cipher;
    }

    /** So that no byte can move from the header into the text and give the same nonce. */
    private static byte[] length(byte[] header) {
        return (header.length + ":").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] deflate(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] inflate(byte[] packed) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }
}
