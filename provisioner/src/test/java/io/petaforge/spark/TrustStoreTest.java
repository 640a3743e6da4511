package io.petaforge.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustStoreTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "changeit"})
    void javaReadsItWithAndWithoutThePassword(String password) throws Exception {
        String pem = Files.readString(LabPlan.RESOURCES.resolve("ca.pem"));
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(new ByteArrayInputStream(TrustStore.jks(pem)), password.isEmpty() ? null : password.toCharArray());
        assertEquals(List.of("petaforge-ca-0"), Collections.list(store.aliases()));
        assertEquals(
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))),
                store.getCertificate("petaforge-ca-0"));
    }

    @Test
    void sameCertificateSameBytes() throws Exception {
        String pem = Files.readString(LabPlan.RESOURCES.resolve("ca.pem"));
        assertArrayEquals(TrustStore.jks(pem), TrustStore.jks(pem));
    }

    @Test
    void refusesWhatIsNoCertificate() {
        assertThrows(IllegalArgumentException.class, () -> TrustStore.jks(""));
        assertThrows(
                IllegalArgumentException.class,
                () -> TrustStore.jks("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
    }
}
