package io.petaforge.remote;

import io.petaforge.api.SshAccess;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;

/**
 * Connections that outlive the fleet which opened them, for the next fleet of the same run: to log in costs a host and us
 * about as much as to be asked. Those through a jump host are not among them, since they end with it.
 */
public final class KeptConnections implements AutoCloseable {
    private final Map<SshAccess, SSHClient> open = new HashMap<>();
    private boolean closed;

    /** A connection that was opened in the very same way, with the same host key and login; it is the caller's from now on. */
    synchronized Optional<SSHClient> take(SshAccess access) {
        return Optional.ofNullable(open.remove(access))
                .filter(client -> client.isConnected() && client.isAuthenticated());
    }

    /** Takes a connection over; false when it is not wanted and the caller has to close it. */
    synchronized boolean keep(SshAccess access, SSHClient client) {
        return !closed && access.jump().isEmpty() && client.isConnected() && open.putIfAbsent(access, client) == null;
    }

    /** Ends those that nobody took, and keeps none from now on. */
    @Override
    public void close() {
        List<SSHClient> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(open.values());
            open.clear();
        }
        for (SSHClient client : left) {
            try {
                client.close();
            } catch (IOException ignored) {
                // There is nothing left to be done with it.
            }
        }
    }
}
