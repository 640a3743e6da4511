package io.petaforge.netboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.petaforge.api.Cidr;
import io.petaforge.api.Ed25519Key;
import io.petaforge.api.MachineId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkBootTest {
    private static final String OPERATOR = "ssh-ed25519 AAAAOPERATOR";

    private static BootTarget target(int number) {
        return new BootTarget(
                new MachineId("storage-" + number),
                "52:54:00:00:00:0" + number,
                "192.0.2.1" + number,
                "S3Z8NX0K12345" + number,
                new Ed25519Key(
                        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk" + number
                                + "\n-----END OPENSSH PRIVATE KEY-----\n",
                        "ssh-ed25519 AAAAHOST" + number));
    }

    private static Map<String, String> files(Path directory, boolean proxy, String user, List<BootTarget> targets) {
        BootServer server = new BootServer("metal", "192.0.2.1", Cidr.parse("192.0.2.0/24"), proxy, 8080, directory);
        Map<String, String> files = new TreeMap<>();
        new NetworkBoot(server, targets, user, OPERATOR).render(files::put);
        return files;
    }

    @Test
    void all_files_of_two_machines() throws IOException {
        Map<String, String> files = files(Path.of("/srv/netboot"), false, "root", List.of(target(2), target(1)));
        StringBuilder text = new StringBuilder();
        files.forEach((path, content) -> text.append("==> ")
                .append(path)
                .append(NetworkBoot.isPrivate(path) ? " (0600)\n" : "\n")
                .append(content));
        Path golden = Path.of("src/test/resources/netboot/two-machines.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text.toString());
    }

    @Test
    void the_same_machines_give_the_same_files_in_any_order() {
        assertEquals(
                files(Path.of("/srv"), false, "root", List.of(target(1), target(2))),
                files(Path.of("/srv"), false, "root", List.of(target(2), target(1))));
    }

    @Test
    void the_answers_are_what_the_installer_and_the_first_boot_expect() throws IOException {
        String answers =
                files(Path.of("/srv"), false, "operator", List.of(target(1))).get("http/storage-1/user-data");
        assertTrue(answers.startsWith("#cloud-config\n"));
        JsonNode autoinstall = new YAMLMapper().readTree(answers).path("autoinstall");
        assertEquals(1, autoinstall.path("version").asInt());
        assertEquals(
                "*S3Z8NX0K123451*",
                autoinstall.at("/storage/layout/match/serial").asText());
        assertFalse(autoinstall.at("/ssh/allow-pw").asBoolean(true));
        JsonNode system = autoinstall.path("user-data");
        assertEquals(
                target(1).hostKey().privateFile(),
                system.at("/ssh_keys/ed25519_private").asText());
        assertEquals(
                "ssh-ed25519 AAAAHOST1", system.at("/ssh_keys/ed25519_public").asText());
        assertEquals("operator", system.at("/users/1/name").asText());
        assertEquals(OPERATOR, system.at("/users/1/ssh_authorized_keys/0").asText());
        assertFalse(answers.contains("storage-2"));
    }

    @Test
    void dnsmasq_takes_both_forms(@TempDir Path directory) throws Exception {
        Path program = Path.of("/usr/sbin/dnsmasq");
        assumeTrue(Files.isExecutable(program), "dnsmasq is not installed here");
        for (boolean proxy : List.of(false, true)) {
            files(directory, proxy, "root", List.of(target(1), target(2))).forEach((path, text) -> {
                try {
                    Files.createDirectories(directory.resolve(path).getParent());
                    Files.writeString(directory.resolve(path), text);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Process test = new ProcessBuilder(
                            program.toString(), "--test", "--conf-file=" + directory.resolve("dnsmasq.conf"))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, test.waitFor(), said);
        }
    }
}
