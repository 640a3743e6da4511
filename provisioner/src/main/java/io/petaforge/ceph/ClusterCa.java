package io.petaforge.ceph;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Secret;
import io.petaforge.state.Secrets;
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

/**
 * The cluster's own certificate authority. Its key, like every key it signs, is made once and kept by {@link Secrets};
 * only the CA's certificate leaves this machine for everyone.
 *
 * <p>A server's certificate is renewed by the first build in a new {@linkplain #PERIOD period}: it is valid for two and
 * so never closer than one period to its end right after a build.
 */
public final class ClusterCa {
    /** How often servers get a new certificate: a year, and valid for two, below the 825 days that TLS clients accept. */
    static final Duration PERIOD = Duration.ofDays(365);

    /** The CA outlives the hardware that it certifies. */
    private static final Duration CA_VALIDITY = Duration.ofDays(20 * 365);

    /** Hosts whose clock is a little behind must accept a certificate at once. */
    private static final Duration SKEW = Duration.ofHours(1);

    private static final String SIGNATURE = "SHA256withECDSA";

    private final Secrets secrets;
    private final String cluster;
    private final Instant now;
    private final SecureRandom random = new SecureRandom();

    /**
     * The CA of a cluster.
     *
     * @param cluster the cluster's name, part of the CA's
     * @param now the time of this build: decides which period's certificates are handed out
     */
    public ClusterCa(Secrets secrets, String cluster, Instant now) {
        this.secrets = requireNonNull(secrets, "secrets");
        this.cluster = requireNonNull(cluster, "cluster");
        this.now = requireNonNull(now, "now");
    }

    /** The CA's certificate (PEM): what clients of the cluster trust. */
    public String certificate() {
        String bundle = authority().reveal();
        return bundle.substring(bundle.indexOf("-----BEGIN CERTIFICATE-----"));
    }

    /**
     * Key and certificate (PEM, the key first) of a server.
     *
     * @param server a name for it, of letters, digits, dots and dashes
     * @param names DNS names and IPv4 addresses that clients may use for it; the first is its common name
     */
    public Secret server(String server, List<String> names) {
        long period = Math.floorDiv(now.getEpochSecond(), PERIOD.toSeconds());
        String name = "tls/" + server + "/" + period + "-" + fingerprint(names);
        // Before, not within: a store may refuse to make one secret while it makes another.
        Secret authority = authority();
        return secrets.get(name, () -> issue(authority, names));
    }

    private Secret authority() {
        return secrets.get("tls/ca", () -> {
            KeyPair pair = newKey();
            X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.O, "petaforge")
                    .addRDN(BCStyle.CN, "petaforge CA of " + cluster)
                    .build();
            X509v3CertificateBuilder builder = builder(subject, subject, pair.getPublic(), CA_VALIDITY);
            try {
                JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
                builder.addExtension(
                        Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()));
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException("an extension that every CA has cannot be encoded", e);
            }
            return pem(pair.getPrivate(), sign(builder, pair.getPrivate()));
        });
    }

    private Secret issue(Secret bundle, List<String> names) {
        Authority authority = read(bundle);
        KeyPair pair = newKey();
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, names.get(0))
                .build();
        // The issuer's name is taken byte for byte: clients compare its encoding.
        X500Name issuer = X500Name.getInstance(
                authority.certificate().getSubjectX500Principal().getEncoded());
        X509v3CertificateBuilder builder = builder(issuer, subject, pair.getPublic(), PERIOD.multipliedBy(2));
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(names.stream().map(ClusterCa::alternative).toArray(GeneralName[]::new)));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(authority.certificate()));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the names of a certificate cannot be encoded: " + names, e);
        }
        return pem(pair.getPrivate(), sign(builder, authority.key()));
    }

    private record Authority(PrivateKey key, X509Certificate certificate) {}

    private static Authority read(Secret bundle) {
        try (PEMParser parser = new PEMParser(new StringReader(bundle.reveal()))) {
            PrivateKey key =
                    new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) requireNonNull(parser.readObject(), "key"));
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate((org.bouncycastle.cert.X509CertificateHolder)
                            requireNonNull(parser.readObject(), "certificate"));
            return new Authority(key, certificate);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the CA's key and certificate in the state directory are damaged", e);
        }
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
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            // PKCS #8, whole: the older form that is written by default leaves out the curve for Java's own keys.
            pem.writeObject(new PemObject("PRIVATE KEY", key.getEncoded()));
            pem.writeObject(certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Secret(text.toString());
    }

    private static GeneralName alternative(String name) {
        return name.matches("[0-9.]+")
                ? new GeneralName(GeneralName.iPAddress, name)
                : new GeneralName(GeneralName.dNSName, name);
    }

    /** Other names are another certificate. */
    private static String fingerprint(List<String> names) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", names).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
