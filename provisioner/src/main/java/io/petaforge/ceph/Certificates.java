package io.petaforge.ceph;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** Makes X.509 certificates with their keys, as PEM: the key first, where there is one, then the certificate. */
final class Certificates {
    /** Hosts whose clock is a little behind must accept a certificate at once. */
    private static final Duration SKEW = Duration.ofHours(1);

    private static final String BEGIN_CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final String SIGNATURE = "SHA256withECDSA";

    private final Instant now;
    private final SecureRandom random = new SecureRandom();

    /** @param now when what is made begins to be valid */
    Certificates(Instant now) {
        this.now = requireNonNull(now, "now");
    }

    /** Key and certificate of a CA of servers, signed by itself. */
    Secret authority(String name, Duration validity) {
        KeyPair pair = newKey();
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "petaforge")
                .addRDN(BCStyle.CN, name)
                .build();
        X509v3CertificateBuilder builder = builder(subject, subject, pair.getPublic(), validity);
        try {
            constrain(builder, pair.getPublic());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("an extension that every CA has cannot be encoded", e);
        }
        return pem(pair.getPrivate(), sign(builder, pair.getPrivate()));
    }

    /** A certificate, without a key, of the newer CA signed by the older one. */
    Secret cross(Secret older, Secret newer, Duration validity) {
        Authority signer = read(older);
        X509Certificate signed = read(newer).certificate();
        X509v3CertificateBuilder builder =
                builder(encoded(signer.certificate()), encoded(signed), signed.getPublicKey(), validity);
        try {
            constrain(builder, signed.getPublicKey());
            identify(builder, signer);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("an extension that every CA has cannot be encoded", e);
        }
        return pem(new PemObject("CERTIFICATE", bytes(sign(builder, signer.key()))));
    }

    /**
     * Key and certificate of a server.
     *
     * @param bundle key and certificate of the CA that signs
     * @param names DNS names and IPv4 addresses; the first is its common name
     */
    Secret server(Secret bundle, List<String> names, Duration validity) {
        Authority authority = read(bundle);
        KeyPair pair = newKey();
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, names.get(0))
                .build();
        X509v3CertificateBuilder builder =
                builder(encoded(authority.certificate()), subject, pair.getPublic(), validity);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                            names.stream().map(Certificates::alternative).toArray(GeneralName[]::new)));
            identify(builder, authority);
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the names of a certificate cannot be encoded: " + names, e);
        }
        return pem(pair.getPrivate(), sign(builder, authority.key()));
    }

    /** What of a bundle is for everyone: its certificates. */
    static String of(Secret bundle) {
        return bundle.reveal().substring(bundle.reveal().indexOf(BEGIN_CERTIFICATE));
    }

    /** SHA-256 over the first certificate of a bundle, the one that a server shows as its own; 64 hex digits. */
    static String fingerprint(Secret bundle) {
        return HexFormat.of().formatHex(digest(bytes(first(bundle))));
    }

    /** Other names are another certificate; 12 hex digits. */
    static String fingerprint(List<String> names) {
        return HexFormat.of().formatHex(digest(String.join("\n", names).getBytes(StandardCharsets.UTF_8)), 0, 6);
    }

    /** Whether the first certificate of a bundle has not ended. */
    boolean isValid(Secret bundle) {
        return first(bundle).getNotAfter().toInstant().isAfter(now);
    }

    private record Authority(PrivateKey key, X509Certificate certificate) {}

    private static Authority read(Secret bundle) {
        try (PEMParser parser = new PEMParser(new StringReader(bundle.reveal()))) {
            PrivateKey key =
                    new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) requireNonNull(parser.readObject(), "key"));
            return new Authority(key, first(bundle));
        } catch (IOException e) {
            throw new IllegalStateException("the CA's key and certificate in the state directory are damaged", e);
        }
    }

    private static X509Certificate first(Secret bundle) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(of(bundle).getBytes(StandardCharsets.UTF_8)));
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate in the state directory is damaged", e);
        }
    }

    /** Taken byte for byte: clients compare a name's encoding. */
    private static X500Name encoded(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static void constrain(X509v3CertificateBuilder builder, PublicKey key)
            throws IOException, GeneralSecurityException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
    }

    /** By the signer's key alone: its own certificate and a cross one have different serial numbers. */
    private static void identify(X509v3CertificateBuilder builder, Authority signer)
            throws IOException, GeneralSecurityException {
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils()
                        .createAuthorityKeyIdentifier(signer.certificate().getPublicKey()));
    }

    private X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey key, Duration validity) {
        return new JcaX509v3CertificateBuilder(
                issuer, serial(), Date.from(now.minus(SKEW)), Date.from(now.plus(validity)), subject, key);
    }

    /** 127 random bits: unpredictable and positive, as the CA/Browser rules want more than 64. */
    private BigInteger serial() {
        return new BigInteger(127, random).add(BigInteger.ONE);
    }

    private KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate cannot be signed", e);
        }
    }

    private static Secret pem(PrivateKey key, X509Certificate certificate) {
        // PKCS #8, whole: the older form that is written by default leaves out the curve for Java's own keys.
        return pem(new PemObject("PRIVATE KEY", key.getEncoded()), new PemObject("CERTIFICATE", bytes(certificate)));
    }

    private static Secret pem(PemObject... objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            for (PemObject object : objects) {
                pem.writeObject(object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Secret(text.toString());
    }

    private static byte[] bytes(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate cannot be encoded", e);
        }
    }

    private static GeneralName alternative(String name) {
        return name.matches("[0-9.]+")
                ? new GeneralName(GeneralName.iPAddress, name)
                : new GeneralName(GeneralName.dNSName, name);
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
