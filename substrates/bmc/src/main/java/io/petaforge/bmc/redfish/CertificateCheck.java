package io.petaforge.bmc.redfish;

import static java.util.Objects.requireNonNull;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides whether a service's certificate is the right one: the pinned one where there is a pin, whatever name and date
 * it carries, else one that this machine's certificate authorities vouch for and that bears the service's name.
 */
final class CertificateCheck extends X509ExtendedTrustManager {
    private final Optional<String> pin;
    private final X509ExtendedTrustManager authorities;
    private volatile Optional<String> refused = Optional.empty();

    private CertificateCheck(Optional<String> pin, X509ExtendedTrustManager authorities) {
        this.pin = requireNonNull(pin, "pin");
        this.authorities = authorities;
    }

    /** With this machine's authorities. */
    static CertificateCheck of(Optional<String> pin) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager found) {
                    return new CertificateCheck(pin, found);
                }
            }
            throw new IllegalStateException("Java has no X.509 trust manager");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java's certificate authorities cannot be read", e);
        }
    }

    /** A TLS configuration that asks this check. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no TLS", e);
        }
    }

    /** The fingerprint of the last certificate that was refused. */
    Optional<String> refused() {
        return refused;
    }

    /** SHA-256 of a certificate, 64 lower-case hexadecimal digits. */
    static String fingerprint(X509Certificate certificate) throws CertificateEncodingException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java has no SHA-256", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        if (pin.isPresent()) {
            checkPin(chain);
            return;
        }
        try {
            authorities.checkServerTrusted(chain, type, engine);
        } catch (CertificateException e) {
            refused = Optional.of(fingerprint(chain[0]));
            throw e;
        }
    }

    private void checkPin(X509Certificate[] chain) throws CertificateException {
        String shown = fingerprint(chain[0]);
        if (!pin.equals(Optional.of(shown))) {
            refused = Optional.of(shown);
            throw new CertificateException("another certificate than the pinned one");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("not used over plain sockets");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("not used without a connection, whose name would go unchecked");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return pin.isPresent() ? new X509Certificate[0] : authorities.getAcceptedIssuers();
    }
}
