package io.petaforge.state;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869): keys for given purposes from key material that is no key itself. */
final class Hkdf {
    private static final String MAC = "HmacSHA256";
    private static final int HASH = 32;

    private Hkdf() {}

    /**
     * Extract, then expand.
     *
     * @param salt may be empty
     * @param info the purpose
     * @param length bytes wanted, 8160 at most
     */
    static byte[] derive(byte[] material, byte[] salt, byte[] info, int length) {
        if (length < 1 || length > 255 * HASH) {
            throw new IllegalArgumentException("HKDF gives 1 to 8160 bytes, not " + length);
        }
        // The RFC's "not provided" is a string of zeros; Java's Mac takes no empty key.
        byte[] extracted = mac(salt.length == 0 ? new byte[HASH] : salt, material);
        byte[] out = new byte[length];
        byte[] block = new byte[0];
        for (int at = 0, counter = 1; at < length; at += HASH, counter++) {
            block = mac(extracted, block, info, new byte[] {(byte) counter});
            System.arraycopy(block, 0, out, at, Math.min(HASH, length - at));
        }
        Arrays.fill(extracted, (byte) 0);
        return out;
    }

    /** HMAC-SHA256 of the parts, one after another. */
    static byte[] mac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
