package io.petaforge.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/**
 * A Java trust store whose bytes depend on nothing but the certificates. Java's own writers put a time (JKS) or random
 * salts (PKCS12) into each, and a file that differs at every run would restart every daemon at every run. So this writes
 * the JKS format, as {@code sun.security.provider.JavaKeyStore} reads it, with a fixed time.
 */
final class TrustStore {
    private static final int MAGIC = 0xFEEDFEED;
    private static final int VERSION = 2;
    private static final int TRUSTED_CERTIFICATE = 2;
    // 2020-01-01, as in the distribution's archive.
    private static final long CREATED_MILLIS = 1_577_836_800_000L;
    // The integrity sum is over a password; it keeps nothing secret, for certificates are public.
    private static final String PASSWORD = "changeit";

    private TrustStore() {}

    /**
     * The bytes of a trust store.
     *
     * @param pem one or more certificates
     * @throws IllegalArgumentException when the text holds no certificate
     */
    static byte[] jks(String pem) {
        try {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("no certificate in the CA file");
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(certificates.size());
            int number = 0;
            for (Certificate certificate : certificates) {
                byte[] der = certificate.getEncoded();
                out.writeInt(TRUSTED_CERTIFICATE);
                out.writeUTF("petaforge-ca-" + number++);
                out.writeLong(CREATED_MILLIS);
                out.writeUTF("X.509");
                out.writeInt(der.length);
                out.write(der);
            }
            out.write(sum(bytes.toByteArray()));
            return bytes.toByteArray();
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not a PEM certificate: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sum(byte[] content) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-1");
            sha.update(PASSWORD.getBytes(StandardCharsets.UTF_16BE));
            sha.update("Mighty Aphrodite".getBytes(StandardCharsets.UTF_8));
            return sha.digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
