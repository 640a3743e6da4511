package io.petaforge.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.SshAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** A shell on a lab's machine. */
final class SshRun {
    private SshRun() {}

    /** Runs a shell program and returns its output: through the library that the product uses, and with the host key that the lab named. */
    static String run(SshAccess access, String command) throws IOException {
        try (SSHClient client = new SSHClient()) {
            client.addHostKeyVerifier(new HostKeyVerifier() {
                @Override
                public boolean verify(String hostname, int port, java.security.PublicKey key) {
                    String line = KeyType.fromKey(key) + " "
                            + java.util.Base64.getEncoder()
                                    .encodeToString(new net.schmizz.sshj.common.Buffer.PlainBuffer()
                                            .putPublicKey(key)
                                            .getCompactData());
                    return access.hostKeys().contains(line);
                }

                @Override
                public List<String> findExistingAlgorithms(String hostname, int port) {
                    return List.of("ssh-ed25519");
                }
            });
            client.connect(access.address(), access.port());
            client.authPublickey(access.user(), access.privateKey().toString());
            try (Session session = client.startSession()) {
                Session.Command running = session.exec(command);
                String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                String errors = new String(running.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
                running.join(60, TimeUnit.SECONDS);
                assertEquals(0, running.getExitStatus(), () -> command + ": " + errors);
                return output;
            }
        }
    }
}
