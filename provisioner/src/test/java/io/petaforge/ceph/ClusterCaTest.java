package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.state.Generation;
import io.petaforge.state.Generation.Stage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

class ClusterCaTest {
    private static final Instant NOW = Instant.parse("2026-11-22T16:00:00Z");
    private static final List<String> NAMES = List.of("s3.lab.internal", "*.s3.lab.internal", "10.20.0.1");

    private final MemorySecrets secrets = new MemorySecrets();
    private final ClusterCa ca = new ClusterCa(secrets, "lab", NOW);

    @Test
    void aServersCertificateIsSignedByTheCaForItsNames() throws Exception {
        X509Certificate authority = certificate(ca.certificate());
        X509Certificate server = certificate(ca.server("rgw.storage-1", NAMES).reveal());
        server.verify(authority.getPublicKey());
        assertEquals(authority.getSubjectX500Principal(), server.getIssuerX500Principal());
        Set<String> names = server.getSubjectAlternativeNames().stream()
                .map(name -> name.get(1).toString())
                .collect(Collectors.toSet());
        assertEquals(Set.copyOf(NAMES), names);
        assertEquals(
                256,
                ((ECPublicKey) server.getPublicKey())
                        .getParams()
                        .getCurve()
                        .getField()
                        .getFieldSize());
        assertEquals(-1, server.getBasicConstraints(), "not a CA");
        assertEquals(0, authority.getBasicConstraints(), "a CA of servers only");
        assertTrue(server.getExtendedKeyUsage().contains("1.3.6.1.5.5.7.3.1"), "for TLS servers");
    }

    @Test
    void anotherClustersCaDidNotSignIt() throws Exception {
        X509Certificate server = certificate(ca.server("rgw.storage-1", NAMES).reveal());
        X509Certificate other = certificate(new ClusterCa(new MemorySecrets(), "lab", NOW).certificate());
        assertThrows(SignatureException.class, () -> server.verify(other.getPublicKey()));
    }

    @Test
    void aCertificateStaysTheSameUntilItsPeriodOrItsNamesChange() {
        String first = ca.server("rgw.storage-1", NAMES).reveal();
        assertEquals(
                first,
                new ClusterCa(secrets, "lab", NOW.plus(Duration.ofDays(1)))
                        .server("rgw.storage-1", NAMES)
                        .reveal());
        assertNotEquals(
                first, ca.server("rgw.storage-1", List.of("s3.other.internal")).reveal());
        assertNotEquals(
                first,
                new ClusterCa(secrets, "lab", NOW.plus(ClusterCa.PERIOD))
                        .server("rgw.storage-1", NAMES)
                        .reveal());
    }

    @Test
    void rightBeforeItIsRenewedItIsStillValidForMostOfAPeriod() throws Exception {
        X509Certificate server = certificate(ca.server("rgw.storage-1", NAMES).reveal());
        server.checkValidity(Date.from(NOW));
        server.checkValidity(
                Date.from(NOW.plus(ClusterCa.PERIOD.multipliedBy(2)).minusSeconds(1)));
        certificate(ca.certificate()).checkValidity(Date.from(NOW.plus(Duration.ofDays(3650))));
    }

    @Test
    void whatClientsGetHoldsNoKey() {
        assertFalse(ca.certificate().contains("PRIVATE"));
        assertTrue(ca.server("rgw.storage-1", NAMES).reveal().startsWith("-----BEGIN PRIVATE KEY-----"));
    }

    @Test
    void aNewCertificateOfTheSameCaIsAnotherOne() throws Exception {
        ClusterCa next = ca(Generation.FIRST, new Generation(2, Stage.USED));
        String first = ca.server("rgw.storage-1", NAMES).reveal();
        String second = next.server("rgw.storage-1", NAMES).reveal();
        assertNotEquals(first, second);
        assertEquals(ca.certificate(), next.certificate());
        assertEquals(
                second,
                ca(Generation.FIRST, new Generation(2, Stage.SETTLED))
                        .server("rgw.storage-1", NAMES)
                        .reveal());
        accepted(second, ca.certificate());
    }

    @Test
    void aNewCaIsTrustedBesideTheOldOneThenSignsThenIsTrustedAlone() throws Exception {
        String before = ca.server("rgw.storage-1", NAMES).reveal();
        ClusterCa added = ca(new Generation(1, Stage.ADDED), Generation.FIRST);
        added.makeSecrets();
        assertEquals(before, added.server("rgw.storage-1", NAMES).reveal(), "the old CA's certificate still");
        assertTrue(added.certificate().startsWith(ca.certificate()));
        assertEquals(2, added.certificate().split("BEGIN CERTIFICATE", -1).length - 1);
        assertEquals(ca.signer(), added.signer());

        ClusterCa used = ca(new Generation(2, Stage.USED), Generation.FIRST);
        String after = used.server("rgw.storage-1", NAMES).reveal();
        assertEquals(added.certificate(), used.certificate());
        assertNotEquals(ca.signer(), used.signer());
        accepted(before, used.certificate());
        accepted(after, used.certificate());
        accepted(after, ca.certificate());

        ClusterCa dropped = ca(new Generation(2, Stage.DROPPED), Generation.FIRST);
        assertEquals(used.signer(), dropped.certificate());
        assertEquals(after, dropped.server("rgw.storage-1", NAMES).reveal());
        accepted(after, dropped.certificate());
        assertThrows(CertificateException.class, () -> accepted(before, dropped.certificate()));
        String without = after.substring(0, after.indexOf("-----END CERTIFICATE-----")) + "-----END CERTIFICATE-----";
        assertThrows(CertificateException.class, () -> accepted(without, ca.certificate()));
    }

    @Test
    void theBridgeFromTheOldCaEndsAfterAYear() throws Exception {
        ca.certificate();
        ca(new Generation(1, Stage.ADDED), Generation.FIRST).makeSecrets();
        Generation settled = new Generation(2, Stage.SETTLED);
        secrets.made.keySet().removeIf(ca(settled, Generation.FIRST)::isObsolete);
        assertEquals(Set.of("tls/ca.2", "tls/ca.2.bridge"), secrets.made.keySet());
        assertEquals(
                2,
                chain(ca(settled, Generation.FIRST)
                                .server("rgw.storage-1", NAMES)
                                .reveal())
                        .length);
        ClusterCa later = new ClusterCa(secrets, "lab", NOW.plus(ClusterCa.PERIOD), settled, Generation.FIRST);
        String alone = later.server("rgw.storage-1", NAMES).reveal();
        assertEquals(1, chain(alone).length);
        accepted(alone, later.certificate(), NOW.plus(ClusterCa.PERIOD));
    }

    @Test
    void whatNobodyNeedsIsKnownByItsName() {
        ClusterCa first = ca(Generation.FIRST, Generation.FIRST);
        ClusterCa second = ca(new Generation(2, Stage.SETTLED), new Generation(3, Stage.SETTLED));
        assertFalse(first.isObsolete("tls/ca"));
        assertFalse(first.isObsolete("tls/rgw.storage-1/57-0123456789ab"));
        assertTrue(first.isObsolete("tls/rgw.storage-1/57-0123456789ab-g1.2"));
        assertTrue(second.isObsolete("tls/ca"));
        assertFalse(second.isObsolete("tls/ca.2"));
        assertFalse(second.isObsolete("tls/ca.2.bridge"));
        assertTrue(second.isObsolete("tls/ca.3"));
        assertTrue(second.isObsolete("tls/rgw.storage-1/57-0123456789ab"));
        assertTrue(second.isObsolete("tls/rgw.storage-1/57-0123456789ab-g2.2"));
        assertFalse(second.isObsolete("tls/rgw.storage-1/57-0123456789ab-g2.3"));
        assertFalse(second.isObsolete("ceph/osd.1"));
    }

    private ClusterCa ca(Generation authority, Generation servers) {
        return new ClusterCa(secrets, "lab", NOW, authority, servers);
    }

    /** As Java's TLS clients, Spark's among them, judge a server: by what it shows, and whom they trust. */
    private static void accepted(String server, String trusted) throws Exception {
        accepted(server, trusted, NOW);
    }

    private static void accepted(String server, String trusted, Instant when) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (X509Certificate one : chain(trusted)) {
            store.setCertificateEntry("ca-" + number++, one);
        }
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(when));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        ((X509TrustManager) factory.getTrustManagers()[0]).checkServerTrusted(chain(server), "ECDHE_ECDSA");
    }

    private static X509Certificate[] chain(String pem) throws CertificateException {
        String certificates = pem.substring(pem.indexOf("-----BEGIN CERTIFICATE-----"));
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(certificates.getBytes(StandardCharsets.US_ASCII)))
                .toArray(X509Certificate[]::new);
    }

    private static X509Certificate certificate(String pem) throws CertificateException {
        String certificate = pem.substring(pem.indexOf("-----BEGIN CERTIFICATE-----"));
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
    }
}
