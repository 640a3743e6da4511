package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

    private static X509Certificate certificate(String pem) throws CertificateException {
        String certificate = pem.substring(pem.indexOf("-----BEGIN CERTIFICATE-----"));
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
    }
}
