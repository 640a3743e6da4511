package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Ed25519Key;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret that lies somewhere is found there; and where nothing was looked at, that is said. */
class SecretHuntTest {
    private static final String SECRET = "pa\"ss/wo+rd-7f3a9c";

    @TempDir
    Path directory;

    private Path state;

    @BeforeEach
    void stateWithOneSecret() throws IOException {
        state = Files.createDirectories(directory.resolve("state/metal"));
        Path kept = Files.createDirectories(state.resolve("secrets/s3")).resolve("secret-key");
        write(kept, SECRET, "rw-------");
        write(state.resolve("journal.jsonl"), "{\"event\":\"start\"}\n", "rw-------");
    }

    @Test
    void nothingIsFoundWhereNothingIs() {
        SecretHunt.Report report = hunt().end();
        report.mustBeClean();
        assertTrue(report.text().contains("secrets: 1 in "), report.text());
        assertTrue(report.text().contains("state: 1 files, 0 KiB\n"), report.text());
        assertTrue(report.text().matches("(?s).*process list: \\d+ looks, \\d+ processes, .*"), report.text());
    }

    @Test
    void aSecretOfAProcessIsFound() throws Exception {
        SecretHunt hunt = hunt();
        ProcessBuilder sleep = new ProcessBuilder("sh", "-c", "sleep 1; :", "sh", "--password=" + SECRET);
        sleep.environment().put("TOKEN", base64("user:" + SECRET));
        sleep.start().waitFor(10, TimeUnit.SECONDS);
        SecretHunt.Report report = hunt.end();
        assertTrue(report.leaks().stream().anyMatch(leak -> leak.startsWith("arguments of process")), report.text());
        assertTrue(
                report.leaks().stream()
                        .anyMatch(leak -> leak.startsWith("environment of process")
                                && leak.contains("(sleep 1)")
                                && leak.endsWith("secrets/s3/secret-key in base64")),
                report.text());
        assertThrows(AssertionError.class, report::mustBeClean);
    }

    @Test
    void theEnvironmentOfThoseWhoMustHaveItIsNoLeak() throws Exception {
        SecretHunt hunt = hunt().environmentOf(command -> command.startsWith("sleep "));
        ProcessBuilder sleep = new ProcessBuilder("sleep", "1");
        sleep.environment().put("IPMI_PASSWORD", SECRET);
        sleep.start().waitFor(10, TimeUnit.SECONDS);
        SecretHunt.Report report = hunt.end();
        report.mustBeClean();
        assertTrue(report.text().contains("who must have them: secrets/s3/secret-key"), report.text());
    }

    @ParameterizedTest
    @CsvSource({"plain", "base64", "base64-within", "base64-url", "hex", "HEX", "url", "json"})
    void aSecretInAFileIsFoundInEveryForm(String form) throws IOException {
        String text = "before " + coded(form) + " after";
        write(state.resolve("report.html"), "x".repeat(5_000_000) + text, "rw-------");
        SecretHunt.Report report = hunt().end();
        assertEquals(1, report.leaks().size(), report.text());
        assertTrue(report.leaks().get(0).contains("report.html (0600) holds [secrets/s3/secret-key"), report.text());
    }

    @Test
    void aSecretAcrossTwoPiecesOfALargeFileIsFound() throws IOException {
        Needles needles = new Needles(Map.of("secret", SECRET));
        for (int before = (1 << 20) - 40; before < (1 << 20) + 40; before++) {
            byte[] content = ("x".repeat(before) + SECRET + "x".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);
            assertEquals(
                    1, needles.in(new java.io.ByteArrayInputStream(content)).size(), "at " + before);
        }
    }

    @Test
    void aSecretThatWasPrintedIsFound() {
        SecretHunt.Report report =
                hunt().text("standard error", "error: " + SECRET + " is wrong").end();
        assertEquals(
                "standard error holds secrets/s3/secret-key", report.leaks().get(0));
    }

    @Test
    void aPrivateKeyIsFoundButNotItsPublicHalf() throws IOException {
        Ed25519Key key = Ed25519Key.generate();
        write(directory.resolve("id_ed25519"), key.privateFile(), "rw-------");
        write(state.resolve("access.json"), key.publicLine(), "rw-r--r--");
        hunt().keptIn(directory.resolve("id_ed25519")).end().mustBeClean();
        String body = key.privateFile().lines().skip(3).findFirst().orElseThrow();
        SecretHunt.Report report = hunt().keptIn(directory.resolve("id_ed25519"))
                .text("output", "[" + body + "]")
                .end();
        assertEquals(1, report.leaks().size(), report.text());
    }

    @Test
    void aSecretsFileThatOthersMayReadIsFound() throws IOException {
        Files.setPosixFilePermissions(
                state.resolve("secrets/s3/secret-key"), PosixFilePermissions.fromString("rw-r-----"));
        SecretHunt.Report report = hunt().end();
        assertTrue(report.leaks().get(0).endsWith("secret-key keeps a secret and has mode 0640"), report.text());
    }

    @Test
    void whoMayReadAFileDependsOnEveryDirectoryAboveIt() throws IOException {
        Path unit = Files.createDirectories(directory.resolve("host/etc/systemd/system"))
                .resolve("a.service");
        write(unit, "[Service]\nEnvironment=KEY=" + SECRET + "\n", "rw-r--r--");
        Path kept =
                Files.createDirectories(directory.resolve("host/var/lib/ceph")).resolve("keyring");
        write(kept, "key = " + SECRET, "rw-r--r--");
        Files.setPosixFilePermissions(kept.getParent(), PosixFilePermissions.fromString("rwxr-x---"));
        SearchedFiles searched =
                SearchedFiles.below(directory.resolve("host"), new Needles(Map.of("secret", SECRET)), path -> true);
        assertEquals(2, searched.files());
        assertEquals(
                Map.of("etc/systemd/system/a.service", true, "var/lib/ceph/keyring", false),
                searched.holders().stream()
                        .collect(java.util.stream.Collectors.toMap(
                                holder -> holder.path().toString(), SearchedFiles.Holder::open)));
    }

    @Test
    void aSearchWithoutSecretsOrFilesIsNotClean() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        SecretHunt.Report report = SecretHunt.start().look("nothing", empty).end();
        assertEquals(2, report.leaks().size(), report.text());
        assertTrue(report.text().contains("no secret is known: there was nothing to look for"), report.text());
        assertTrue(report.text().contains("nothing: there is no file in "), report.text());
    }

    private SecretHunt hunt() {
        return SecretHunt.start().keptIn(state.resolve("secrets")).look("state", state);
    }

    private static String coded(String form) {
        byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
        return switch (form) {
            case "base64" -> base64(SECRET);
            case "base64-within" -> base64("AccessKey:" + SECRET + "\n");
            case "base64-url" -> Base64.getUrlEncoder().encodeToString(("ÿ" + SECRET).getBytes(StandardCharsets.UTF_8));
            case "hex" -> HexFormat.of().formatHex(bytes);
            case "HEX" -> HexFormat.of().withUpperCase().formatHex(bytes);
            case "url" -> URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
            case "json" -> SECRET.replace("\"", "\\\"");
            default -> SECRET;
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, String text, String permissions) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
