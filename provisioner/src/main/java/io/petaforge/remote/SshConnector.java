package io.petaforge.remote;

import io.petaforge.api.SshAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;
import net.schmizz.keepalive.KeepAlive;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** Opens connections, and tells a host that is not up yet from one that never will be. */
final class SshConnector {
    /** Loads the operator's key. */
    @FunctionalInterface
    interface Keys {
        KeyProvider load(SshAccess access) throws IOException;
    }

    private final SshAccess access;
    private final SshSettings settings;
    private final Config config;
    private final Keys keys;
    private final JumpHosts jumps;

    /** @param jumps what leads to hosts that are not reached directly */
    SshConnector(SshAccess access, SshSettings settings, Config config, Keys keys, JumpHosts jumps) {
        this.access = access;
        this.settings = settings;
        this.config = config;
        this.keys = keys;
        this.jumps = jumps;
    }

    /**
     * A connection that is logged in, however often that takes within the given time.
     *
     * @param patience zero for one attempt
     */
    SSHClient connect(Duration patience) {
        long start = System.nanoTime();
        long refusedSince = 0;
        while (true) {
            RemoteFailure failure;
            try {
                return attempt();
            } catch (RemoteFailure e) {
                failure = e;
            }
            long now = System.nanoTime();
            switch (failure.kind()) {
                case FINAL -> throw failure;
                case AUTH_PENDING -> {
                    refusedSince = refusedSince == 0 ? now : refusedSince;
                    Duration waited = Duration.ofNanos(now - refusedSince);
                    if (patience.isZero() || waited.compareTo(settings.authentication()) >= 0) {
                        throw failure(RemoteFailure.Kind.AUTH_PENDING, SshProblems.refused(access, waited), failure);
                    }
                }
                case RETRYABLE -> {
                    Duration waited = Duration.ofNanos(now - start);
                    if (waited.compareTo(patience) >= 0) {
                        String last = failure.getCause() == null ? "" : describe(failure.getCause());
                        throw failure(
                                RemoteFailure.Kind.RETRYABLE, SshProblems.unreachable(access, waited, last), failure);
                    }
                }
            }
            try {
                Thread.sleep(settings.retry().toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure(RemoteFailure.Kind.FINAL, SshProblems.interrupted(access), e);
            }
        }
    }

    /** The key by which the host would have to be known, without trying to log in; empty when nothing answers. */
    Optional<OfferedHostKey> offered() {
        // No key will do, so that the exchange ends before a login.
        PinnedHostKeys none = new PinnedHostKeys(List.of());
        // The connection to a jump host may just have been lost with the one before that led through it.
        for (int asked = 0;
                asked < (access.jump().isPresent() ? 3 : 1)
                        && none.refusedLine().isEmpty();
                asked++) {
            try {
                closeQuietly(attempt(none));
            } catch (RemoteFailure refused) {
                // That is how it is meant to end.
            }
        }
        return none.refusedLine().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new OfferedHostKey(none.refusedLine(), none.refused().split(" ")[1]));
    }

    /** One attempt to get in. */
    SSHClient attempt() {
        try {
            return attempt(new PinnedHostKeys(access.hostKeys()));
        } catch (IllegalArgumentException e) {
            throw failure(RemoteFailure.Kind.FINAL, SshProblems.badKey(access, describe(e)), e);
        }
    }

    private SSHClient attempt(PinnedHostKeys pins) {
        KeyProvider key;
        try {
            key = keys.load(access);
        } catch (IOException e) {
            throw failure(RemoteFailure.Kind.FINAL, SshProblems.badKey(access, describe(e)), e);
        }
        SSHClient client = new SSHClient(config);
        try {
            client.setSocketFactory(new Undelayed());
            client.addHostKeyVerifier(pins);
            int limit = Math.toIntExact(settings.connect().toMillis());
            client.setConnectTimeout(limit);
            // Bounds the wait for a host that accepts and says nothing; afterwards only wakes the reader up.
            client.setTimeout(limit);
            client.getTransport().setTimeoutMs(limit * 2);
            client.getConnection().setTimeoutMs(limit * 2);
            KeepAlive keepAlive = client.getConnection().getKeepAlive();
            keepAlive.setKeepAliveInterval(Math.toIntExact(settings.keepAlive().toSeconds()));
            if (keepAlive instanceof KeepAliveRunner runner) {
                runner.setMaxAliveCount(settings.unanswered());
            }
            if (access.jump().isPresent()) {
                client.connectVia(jumps.through(access, access.jump().get()));
            } else {
                client.connect(access.address(), access.port());
            }
            client.authPublickey(access.user(), key);
            return client;
        } catch (IOException e) {
            closeQuietly(client);
            throw classify(e, pins);
        } catch (RemoteFailure e) {
            closeQuietly(client);
            throw e;
        }
    }

    private static void closeQuietly(SSHClient client) {
        try {
            client.close();
        } catch (IOException ignored) {
            // It is gone already.
        }
    }

    private RemoteFailure classify(IOException e, PinnedHostKeys pins) {
        if (!pins.refused().isEmpty()) {
            return failure(
                    RemoteFailure.Kind.FINAL,
                    pins.isEmpty()
                            ? SshProblems.notPinned(access, pins.refused(), pins.refusedLine())
                            : SshProblems.wrongHostKey(access, pins.refused(), pins.expected()),
                    e);
        }
        if (e instanceof UnknownHostException) {
            return failure(
                    RemoteFailure.Kind.FINAL, SshProblems.unreachable(access, Duration.ZERO, "no such host name"), e);
        }
        if (e instanceof UserAuthException && !(e.getCause() instanceof TransportException)) {
            return failure(RemoteFailure.Kind.AUTH_PENDING, SshProblems.refused(access, Duration.ZERO), e);
        }
        if (e instanceof SSHException ssh && isFinal(ssh)) {
            return failure(RemoteFailure.Kind.FINAL, SshProblems.noCommonAlgorithms(access, describe(e)), e);
        }
        return failure(RemoteFailure.Kind.RETRYABLE, SshProblems.unreachable(access, Duration.ZERO, describe(e)), e);
    }

    /** sshj has no type for failed negotiation, only this text. */
    private static boolean isFinal(SSHException e) {
        return e.getDisconnectReason() == DisconnectReason.PROTOCOL_VERSION_NOT_SUPPORTED
                || describe(e).contains("Unable to reach a settlement");
    }

    private RemoteFailure failure(RemoteFailure.Kind kind, io.petaforge.api.Problem problem, Throwable cause) {
        return new RemoteFailure(access.machine(), kind, problem, cause);
    }

    /** The deepest message, which is the one that says something. */
    static String describe(Throwable e) {
        Throwable at = e;
        while (at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
        }
        String message = at.getMessage();
        return message == null || message.isBlank() ? at.getClass().getSimpleName() : message;
    }

    /** Sockets that send at once: a program's last packet is not to wait for the acknowledgement of the one before. */
    private static final class Undelayed extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
