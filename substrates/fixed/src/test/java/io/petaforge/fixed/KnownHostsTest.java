package io.petaforge.fixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.PetaforgeException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownHostsTest {
    private static final String ONE = "ssh-ed25519 AAAAone";
    private static final String TWO = "ssh-rsa AAAAtwo";

    @Test
    void aHostMayHaveSeveralKeysAndSeveralNames() {
        KnownHosts known = KnownHosts.of(List.of(
                "# gathered on installation",
                "",
                "storage-1.example.com,192.0.2.11 " + ONE + " root@storage-1",
                "storage-1.example.com " + TWO,
                "storage-1.example.com " + ONE));
        assertEquals(List.of(ONE, TWO), known.keys("storage-1.example.com", 22));
        assertEquals(List.of(ONE), known.keys("192.0.2.11", 22));
        assertEquals(List.of(), known.keys("192.0.2.12", 22));
    }

    @Test
    void anotherPortIsAnotherHost() {
        KnownHosts known = KnownHosts.of(List.of("192.0.2.11 " + ONE, "[192.0.2.11]:2222 " + TWO));
        assertEquals(List.of(ONE), known.keys("192.0.2.11", 22));
        assertEquals(List.of(TWO), known.keys("192.0.2.11", 2222));
    }

    /** Both lines are what {@code ssh-keygen -H} made of {@code 192.0.2.11} and {@code [192.0.2.11]:2222}. */
    @Test
    void hashedNamesAreFound() {
        KnownHosts known = KnownHosts.of(List.of(
                "|1|/kCo1xIqT7wvuR2N2vDt967R3Mk=|W+J+7XyVEotBqf7AXR/8gEe9aq4= " + ONE,
                "|1|er/oJmxDLkv0Apd+g5yaTDeQM6c=|WK+SfaB/Yt6Pjx+NZwFn95vqsS0= " + TWO,
                "|1|damaged|===| " + TWO));
        assertEquals(List.of(ONE), known.keys("192.0.2.11", 22));
        assertEquals(List.of(TWO), known.keys("192.0.2.11", 2222));
        assertEquals(List.of(), known.keys("192.0.2.12", 22));
    }

    @Test
    void wildcardsAndExceptions() {
        KnownHosts known = KnownHosts.of(List.of("*.example.com,!gate.example.com " + ONE, "192.0.2.1? " + TWO));
        assertEquals(List.of(ONE), known.keys("STORAGE-1.example.com", 22));
        assertEquals(List.of(), known.keys("gate.example.com", 22));
        assertEquals(List.of(), known.keys("storage-1xexample.com", 22));
        assertEquals(List.of(TWO), known.keys("192.0.2.17", 22));
    }

    @Test
    void aRevokedKeyAndAnAuthorityAreNoHostKeys() {
        KnownHosts known = KnownHosts.of(List.of(
                "192.0.2.11 " + ONE, "192.0.2.11 " + TWO, "@revoked * " + ONE, "@cert-authority * ssh-ed25519 AAAAca"));
        assertEquals(List.of(TWO), known.keys("192.0.2.11", 22));
    }

    @Test
    void aFileThatIsNotThereIsAProblem() {
        PetaforgeException refused =
                assertThrows(PetaforgeException.class, () -> KnownHosts.read(Path.of("/nowhere/known_hosts")));
        assertEquals("PF-FIX-001", refused.problems().get(0).code());
    }
}
