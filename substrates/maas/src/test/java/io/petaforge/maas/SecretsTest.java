package io.petaforge.maas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Secret;
import io.petaforge.maas.fake.FakeAuth;
import io.petaforge.maas.fake.FakeMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No part of the key and no private key in anything that the driver says, writes down or throws. */
class SecretsTest {
    private static final List<String> PARTS = Stream.of(FakeAuth.KEY, FakeAuth.USER_KEY)
            .flatMap(key -> Stream.of(key.split(":")))
            .toList();

    @TempDir
    Path directory;

    @Test
    void nothingThatIsSaidHoldsASecret() throws IOException {
        try (Site site = new Site(directory)) {
            ClusterRequest request = Site.storage("rack-a", "rack-b", "rack-c");
            site.region().machine("eqr3bm").fate(FakeMachine.Fate.FAILS);
            // The recorded region tells the expected secret to whoever comes with a wrong one.
            attempt(site, () -> site.substrate("ConsumerKeyAbc123:TokenKeyDef456:Wrong")
                    .acquire(request, site::say));
            attempt(site, () -> site.substrate("ConsumerKeyAbc123:Wrong:SecretGhi789")
                    .offer(request));
            attempt(site, () -> site.substrate(FakeAuth.USER_KEY).acquire(Site.storage("nozone"), site::say));
            site.maas.busy(line -> line.contains("op=deploy"), 10, 2);
            site.maas.lostAnswer(line -> line.contains("op=deploy"), 1);
            site.substrate().acquire(request, site::say);
            String record = Files.readString(directory.resolve("pb1/maas/machines.json"));
            assertTrue(record.contains("\"storage-1\""));
            site.said.add(record);
            site.said.add(site.substrate().hardware("pb1").toString());
            site.said.add(site.substrate().access("pb1").toString());
            site.substrate().release("pb1", site::say);
            site.said.add(MaasKey.parse(new Secret(FakeAuth.KEY)).toString());

            assertTrue(site.said.size() > 100, "there is something to look through: " + site.said.size());
            site.said.forEach(line -> assertClean(line, directory));
        }
    }

    @Test
    void whatIsLookedForWouldBeFound() {
        MaasKey key = MaasKey.parse(new Secret(FakeAuth.KEY));
        Reply reply = new Reply(
                500,
                "Expected signature base string: &SecretGhi789\n-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n",
                java.util.Optional.empty());
        MaasFailure failure = MaasFailure.of(Call.get("version/"), reply, key);
        assertEquals("500, Expected signature base string: &<secret> <secret>", failure.detail());
        String told = MaasFailure.of(
                        Call.get("users/", "whoami"), new Reply(401, reply.body(), java.util.Optional.empty()), key)
                .problem()
                .render();
        assertFalse(told.contains("Expected"), told);
        org.junit.jupiter.api.Assertions.assertThrows(
                AssertionError.class, () -> assertClean(key.header("nonce", 1), Path.of("/nonexistent")));
    }

    @Test
    void recordAndKeysAreReadableByTheirOwnerOnly() throws IOException {
        try (Site site = new Site(directory)) {
            site.substrate().acquire(Site.storage("rack-a"), site::say);
            try (Stream<Path> files = Files.walk(directory.resolve("pb1/maas"))) {
                List<Path> all = files.filter(Files::isRegularFile).toList();
                assertEquals(5, all.size(), all.toString());
                for (Path file : all) {
                    assertEquals(
                            "rw-------",
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                            file.toString());
                }
            }
        }
    }

    private static void attempt(Site site, Runnable work) {
        try {
            work.run();
        } catch (PetaforgeException e) {
            site.failure(e);
        }
    }

    /** Private keys that are on disk now are looked for by their contents. */
    static void assertClean(String text, Path directory) {
        List<String> secrets = new ArrayList<>(PARTS);
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.filter(file -> file.getFileName().toString().matches("(host-.*|operator_ed25519)")
                                && !file.toString().endsWith(".pub"))
                        .forEach(file -> secrets.add(line(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (String secret : secrets) {
            assertFalse(text.contains(secret), () -> "a secret in: " + text);
            String encoded =
                    Base64.getEncoder().encodeToString(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertFalse(
                    text.contains(encoded.substring(0, encoded.length() - 4)), () -> "an encoded secret in: " + text);
        }
        assertFalse(text.contains("PRIVATE KEY"), () -> "a private key in: " + text);
        assertFalse(text.contains("oauth_signature"), () -> "a header in: " + text);
    }

    /** The line of a private key file that holds the key itself. */
    private static String line(Path file) {
        try {
            return Files.readAllLines(file).get(3);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
