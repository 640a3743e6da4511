package io.petaforge.remote;

import static java.util.Objects.requireNonNull;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;

/**
 * Many hosts behind one process: each has an address, a host key and a root directory of its own, in which its commands are
 * really run by its own shell. Arguments: a directory with
 *
 * <ul>
 *   <li>{@code hosts}: name and address of each, a line each
 *   <li>{@code roots/NAME}: its root directory
 *   <li>{@code key.pub}: the only key that is let in
 * </ul>
 *
 * <p>Writes {@code known_hosts} there, and adds a line to {@code commands} for each command that arrives: the host's name.
 */
public final class SimulatedHosts {
    private static final int PORT = 22;

    /** Starting a process holds a thread that others' handshakes need; on a loaded machine for long. */
    private static final int NETWORK_THREADS = 64;

    /** What OpenSSH gives root on Debian. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME", "/root", "USER", "root");

    private record Host(String name, String address, KeyPair key) {}

    private final Path directory;
    private final Map<String, Host> hosts = new HashMap<>();
    private final BufferedWriter commands;

    private SimulatedHosts(Path directory) throws IOException {
        this.directory = directory;
        this.commands = Files.newBufferedWriter(
                directory.resolve("commands"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    public static void main(String[] args) throws IOException, GeneralSecurityException, InterruptedException {
        new SimulatedHosts(Path.of(args[0])).serve();
    }

    private void serve() throws IOException, GeneralSecurityException, InterruptedException {
        StringBuilder known = new StringBuilder();
        for (String line : Files.readAllLines(directory.resolve("hosts"))) {
            String[] words = line.split(" ");
            Host host = new Host(words[0], words[1], KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256));
            hosts.put(host.address(), host);
            known.append(host.address())
                    .append(' ')
                    .append(PublicKeyEntry.toString(host.key().getPublic()))
                    .append('\n');
        }
        PublicKey user = PublicKeyEntry.parsePublicKeyEntry(
                        Files.readString(directory.resolve("key.pub")).strip())
                .resolvePublicKey(null, Map.of(), null);
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost(String.join(",", hosts.keySet()));
        server.setPort(PORT);
        server.setNioWorkers(NETWORK_THREADS);
        server.setKeyPairProvider(new KeyPairProvider() {
            @Override
            public Iterable<KeyPair> loadKeys(SessionContext session) {
                return List.of(host((ServerSession) session).key());
            }
        });
        server.setPublickeyAuthenticator((name, key, session) -> KeyUtils.compareKeys(key, user));
        server.setCommandFactory((channel, line) -> {
            Host host = host(channel.getServerSession());
            count(host);
            return new LocalShell(
                    List.of("chroot", directory.resolve("roots/" + host.name()).toString(), "/bin/sh", "-c", line),
                    ENVIRONMENT);
        });
        server.start();
        Files.writeString(directory.resolve("known_hosts"), known);
        Thread.currentThread().join();
    }

    private Host host(ServerSession session) {
        InetSocketAddress local = (InetSocketAddress) session.getIoSession().getLocalAddress();
        return requireNonNull(hosts.get(local.getAddress().getHostAddress()));
    }

    private synchronized void count(Host host) {
        try {
            commands.write(host.name() + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
