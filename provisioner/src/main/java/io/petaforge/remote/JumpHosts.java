package io.petaforge.remote;

import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import org.jspecify.annotations.Nullable;

/**
 * Connections to hosts that pass others on: one for each, shared by all that lie behind it. A hundred of them at once would
 * run into the limit on logins that sshd sets by itself (MaxStartups), while a connection carries any number of channels.
 */
final class JumpHosts implements AutoCloseable {
    /** What problems call it: it is no machine of the cluster, and has no name there. */
    private static final MachineId NAME = new MachineId("jump-host");

    private final SshSettings settings;
    private final Config config;
    private final SshConnector.Keys keys;
    private final Map<SshAccess.Jump, Way> ways = new ConcurrentHashMap<>();

    JumpHosts(SshSettings settings, Config config, SshConnector.Keys keys) {
        this.settings = settings;
        this.config = config;
        this.keys = keys;
    }

    /**
     * A channel to a host, through the jump host.
     *
     * @throws RemoteFailure when the jump host cannot be used, and when nothing answers behind it
     */
    DirectConnection through(SshAccess access, SshAccess.Jump jump) {
        return ways.computeIfAbsent(jump, Way::new).to(access);
    }

    @Override
    public void close() {
        ways.values().forEach(Way::close);
    }

    /** One jump host. */
    private final class Way {
        private final SshAccess jump;
        private @Nullable SSHClient connection;
        private boolean closed;

        Way(SshAccess.Jump jump) {
            this.jump =
                    new SshAccess(NAME, jump.address(), jump.port(), jump.user(), jump.privateKey(), jump.hostKeys());
        }

        DirectConnection to(SshAccess access) {
            IOException last = new IOException("no channel");
            // The second time over a new connection: the first may have died unnoticed.
            for (int attempt = 0; attempt < 2; attempt++) {
                SSHClient client = connected(access);
                try {
                    return client.newDirectConnection(access.address(), access.port());
                } catch (OpenFailException e) {
                    throw refused(access, e);
                } catch (IOException e) {
                    last = e;
                    drop(client);
                }
            }
            throw pending(access, SshConnector.describe(last));
        }

        private RemoteFailure refused(SshAccess access, OpenFailException e) {
            return e.getReason() == OpenFailException.Reason.ADMINISTRATIVELY_PROHIBITED
                    ? new RemoteFailure(
                            access.machine(), RemoteFailure.Kind.FINAL, SshProblems.noForwarding(access, jump), e)
                    : pending(access, SshConnector.describe(e));
        }

        private synchronized SSHClient connected(SshAccess access) {
            SSHClient present = connection;
            if (closed) {
                throw new IllegalStateException("the fleet is closed");
            }
            if (present != null && present.isConnected() && present.isAuthenticated()) {
                return present;
            }
            try {
                SSHClient fresh = new SshConnector(jump, settings, config, keys, JumpHosts.this).attempt();
                connection = fresh;
                return fresh;
            } catch (RemoteFailure e) {
                // It was installed long ago: if it does not know the key now it never will.
                if (e.kind() != RemoteFailure.Kind.RETRYABLE) {
                    throw new RemoteFailure(access.machine(), RemoteFailure.Kind.FINAL, e.problem(), e);
                }
                throw pending(access, SshConnector.describe(e.getCause() == null ? e : e.getCause()));
            }
        }

        /** Nothing answers yet, here or behind it. */
        private RemoteFailure pending(SshAccess access, String what) {
            String last = "by way of jump host " + jump.address() + ":" + jump.port() + ": " + what;
            return new RemoteFailure(
                    access.machine(),
                    RemoteFailure.Kind.RETRYABLE,
                    SshProblems.unreachable(access, java.time.Duration.ZERO, last),
                    new IOException(last));
        }

        private synchronized void drop(SSHClient client) {
            if (connection == client) {
                connection = null;
            }
            closeQuietly(client);
        }

        synchronized void close() {
            closed = true;
            if (connection != null) {
                closeQuietly(connection);
            }
        }

        private void closeQuietly(SSHClient client) {
            try {
                client.close();
            } catch (IOException ignored) {
                // There is nothing left to be done with it.
            }
        }
    }
}
