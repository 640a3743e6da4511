package io.petaforge.remote;

import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;

/**
 * A host for tests: an SSH server in this process that gives real commands to this machine's {@code sh}. Like OpenSSH it
 * only closes the pipes of a command whose connection is gone.
 */
public final class ShellServer implements AutoCloseable {
    public final SshServer server = SshServer.setUpDefaultServer();
    final ConcurrentLinkedQueue<String> commandLines = new ConcurrentLinkedQueue<>();
    public final AtomicInteger logins = new AtomicInteger();
    volatile int refusedLogins;
    private final Set<ServerSession> sessions = ConcurrentHashMap.newKeySet();
    public volatile Map<String, String> environment = Map.of();

    /** Said and done by the user's login shell before each command. */
    volatile String before = "";

    /** Made once: it takes longer than a test. */
    private static final KeyPair USER_KEY = rsa();

    private final KeyPair hostKey;
    private final Path privateKey;

    public ShellServer(Path directory) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        hostKey = generator.generateKeyPair();
        privateKey = directory.resolve("id");
        Files.writeString(
                privateKey,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(USER_KEY.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> {
            // Asked twice in each session: whether the key would do, and whether it is really theirs.
            if (sessions.add(session)) {
                logins.incrementAndGet();
            }
            return KeyUtils.compareKeys(key, USER_KEY.getPublic()) && logins.get() > refusedLogins;
        });
        server.setCommandFactory((channel, line) -> {
            commandLines.add(line);
            return new LocalShell(List.of("sh", "-c", before + line), environment);
        });
    }

    public ShellServer start() throws IOException {
        return start(0);
    }

    ShellServer start(int port) throws IOException {
        server.setPort(port);
        server.start();
        return this;
    }

    public SshAccess access(String user) {
        return new SshAccess(
                new MachineId("h1"), "127.0.0.1", server.getPort(), user, privateKey, List.of(hostKeyLine()));
    }

    public String hostKeyLine() {
        return PublicKeyEntry.toString(hostKey.getPublic());
    }

    private static KeyPair rsa() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /** Breaks all connections off, as a host that loses power does to its peers after a while. */
    void dropConnections() {
        for (var session : server.getActiveSessions()) {
            ((ServerSession) session).close(true);
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
