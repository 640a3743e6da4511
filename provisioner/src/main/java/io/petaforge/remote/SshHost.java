package io.petaforge.remote;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.Session;
import org.jspecify.annotations.Nullable;

/** A host over one SSH connection, which is opened when it is first needed and again when it was lost. */
final class SshHost implements RemoteHost, AutoCloseable {
    /** OpenSSH allows ten channels on a connection; a channel that has just ended may still count. */
    private static final int CHANNELS = 8;

    /** How long after its exit the status of a program may still be on its way. */
    private static final Duration STATUS = Duration.ofSeconds(2);

    private final SshAccess access;
    private final SshSettings settings;
    private final SshConnector connector;
    private final ScheduledExecutorService clock;
    private final Optional<KeptConnections> kept;
    private final Sending sending;
    private final Semaphore channels = new Semaphore(CHANNELS);
    private final AtomicLong roundTrips = new AtomicLong();
    private final Object connecting = new Object();
    /** Replaced by newer ones while somebody may still have used them. */
    private final List<SSHClient> replaced = new ArrayList<>();

    private final GuardedRun guarded = new GuardedRun(new ThisLine(), System::nanoTime);
    private @Nullable SSHClient connection;
    private @Nullable RemoteFailure fatal;
    private boolean patienceSpent;
    private boolean closed;

    /** @param kept where a connection may be waiting, and is left at the end */
    SshHost(
            SshAccess access,
            SshSettings settings,
            SshConnector connector,
            ScheduledExecutorService clock,
            Optional<KeptConnections> kept) {
        this.access = access;
        this.settings = settings;
        this.connector = connector;
        this.clock = clock;
        this.kept = kept;
        this.sending = new Sending(access.machine(), settings.transfers());
    }

    @Override
    public MachineId machine() {
        return access.machine();
    }

    @Override
    public long roundTrips() {
        return roundTrips.get();
    }

    @Override
    public Reply run(Bundle bundle) {
        return guarded.run(bundle);
    }

    private Reply run(Bundle bundle, String nonce) {
        String program;
        try {
            program = Program.of(bundle, nonce);
        } catch (UncheckedIOException e) {
            throw failure(RemoteFailure.Kind.FINAL, SshProblems.localFile(access, SshConnector.describe(e)), e);
        }
        try {
            channels.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(RemoteFailure.Kind.FINAL, SshProblems.interrupted(access), e);
        }
        try {
            Session session = open();
            roundTrips.incrementAndGet();
            return run(session, bundle, program, nonce);
        } finally {
            channels.release();
        }
    }

    /** A channel. Nothing was said on it yet, so a connection that turns out to be dead is simply opened anew. */
    private Session open() {
        IOException last = new IOException("no channel");
        for (int attempt = 0; attempt < 3; attempt++) {
            SSHClient client = connection();
            try {
                return client.startSession();
            } catch (ConnectionException e) {
                last = e;
                if (client.isConnected()) {
                    // Too many channels: the last ones are still being closed.
                    pause();
                } else {
                    drop(client);
                }
            } catch (IOException e) {
                last = e;
                drop(client);
            } catch (IllegalStateException e) {
                // sshj: not connected any more
                last = new IOException(e);
                drop(client);
            }
        }
        throw failure(RemoteFailure.Kind.RETRYABLE, SshProblems.lost(access, SshConnector.describe(last)), last);
    }

    private void pause() {
        try {
            Thread.sleep(settings.retry().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(RemoteFailure.Kind.FINAL, SshProblems.interrupted(access), e);
        }
    }

    private Reply run(Session session, Bundle bundle, String program, String nonce) {
        Duration limit = TimeLimit.of(bundle);
        AtomicBoolean overdue = new AtomicBoolean();
        ScheduledFuture<?> alarm = clock.schedule(
                () -> {
                    overdue.set(true);
                    closeQuietly(session);
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        boolean finished = false;
        try {
            Session.Command command = session.exec(access.user().equals("root") ? "sh -s" : "sudo -n sh -s");
            ReplyReader reader = new ReplyReader(command.getInputStream(), nonce);
            try {
                OutputStream out = command.getOutputStream();
                out.write(program.getBytes(StandardCharsets.UTF_8));
                out.flush();
                Reply reply = reader.read(bundle, upload -> sending.send(upload, out));
                finished = true;
                return reply;
            } catch (IOException e) {
                throw overdue.get()
                        ? failure(RemoteFailure.Kind.FINAL, SshProblems.silent(access, limit), e)
                        : broken(command, reader, e);
            }
        } catch (IOException e) {
            throw failure(RemoteFailure.Kind.RETRYABLE, SshProblems.lost(access, SshConnector.describe(e)), e);
        } catch (UncheckedIOException e) {
            throw failure(RemoteFailure.Kind.FINAL, SshProblems.localFile(access, SshConnector.describe(e)), e);
        } finally {
            alarm.cancel(false);
            // After the last answer the host closes the channel itself; waiting for that would cost as much as the
            // rest.
            if (!finished) {
                closeQuietly(session);
            }
        }
    }

    /** Why the answers ended before their end: the program could not run, or the connection is gone. */
    private RemoteFailure broken(Session.Command command, ReplyReader reader, IOException e) {
        try {
            command.join(STATUS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ConnectionException lost) {
            // No status then, which says as much.
            return failure(RemoteFailure.Kind.RETRYABLE, SshProblems.lost(access, SshConnector.describe(lost)), e);
        }
        Integer status = command.getExitStatus();
        // 143 is the program's own answer to a signal, as when the host shuts down.
        if (status == null || status == 143) {
            return failure(RemoteFailure.Kind.RETRYABLE, SshProblems.lost(access, SshConnector.describe(e)), e);
        }
        String said = (reader.noise() + "\n" + errors(command)).strip();
        String detail = "exit status " + status + (said.isEmpty() ? "" : ", " + said);
        boolean sudo = !access.user().equals("root") && said.contains("sudo:");
        return failure(
                RemoteFailure.Kind.FINAL,
                sudo ? SshProblems.noSudo(access, said) : SshProblems.noProgram(access, detail),
                e);
    }

    /** What was said before the program took over the error stream: a line or two. */
    private static String errors(Session.Command command) {
        try {
            InputStream err = command.getErrorStream();
            return new String(err.readNBytes(8192), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private SSHClient connection() {
        synchronized (connecting) {
            if (closed) {
                throw new IllegalStateException("the fleet is closed");
            }
            if (fatal != null) {
                throw fatal;
            }
            SSHClient present = connection;
            if (present != null && present.isConnected() && present.isAuthenticated()) {
                return present;
            }
            try {
                // Whoever waited in vain for a host does not wait as long for it again.
                SSHClient fresh = kept.flatMap(connections -> connections.take(access))
                        .orElseGet(() -> connector.connect(patienceSpent ? Duration.ZERO : settings.boot()));
                connection = fresh;
                patienceSpent = false;
                return fresh;
            } catch (RemoteFailure e) {
                patienceSpent = true;
                fatal = e.kind() == RemoteFailure.Kind.FINAL ? e : null;
                throw e;
            }
        }
    }

    /** A new connection beside the present one, for everything that begins from now on. */
    private void renew() {
        SSHClient fresh = connector.connect(Duration.ZERO);
        synchronized (connecting) {
            if (closed) {
                closeQuietly(fresh);
                throw new IllegalStateException("the fleet is closed");
            }
            if (connection != null) {
                replaced.add(connection);
            }
            connection = fresh;
        }
    }

    private void drop(SSHClient client) {
        synchronized (connecting) {
            if (connection == client) {
                connection = null;
            }
        }
        closeQuietly(client);
    }

    @Override
    public void close() {
        List<SSHClient> open;
        synchronized (connecting) {
            closed = true;
            SSHClient present = connection;
            if (present != null
                    && kept.filter(connections -> connections.keep(access, present))
                            .isEmpty()) {
                replaced.add(present);
            }
            connection = null;
            open = List.copyOf(replaced);
            replaced.clear();
        }
        open.forEach(SshHost::closeQuietly);
    }

    private static void closeQuietly(java.io.Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException ignored) {
            // There is nothing left to be done with it.
        }
    }

    /** Not a secret: answers carry their lengths, so no output is ever searched for it. */
    private static String nonce() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format("pf-%016x%016x", random.nextLong(), random.nextLong());
    }

    private RemoteFailure failure(RemoteFailure.Kind kind, Problem problem, Throwable cause) {
        return new RemoteFailure(access.machine(), kind, problem, cause);
    }

    /** How guarded changes reach this host. */
    private final class ThisLine implements GuardedRun.Line {
        @Override
        public Reply run(Bundle bundle, String nonce) {
            return SshHost.this.run(bundle, nonce);
        }

        @Override
        public void renew() {
            SshHost.this.renew();
        }

        @Override
        public String nonce() {
            return SshHost.nonce();
        }

        @Override
        public RemoteFailure gone(Operation.Guarded change, RemoteFailure last) {
            return failure(
                    RemoteFailure.Kind.FINAL,
                    SshProblems.gone(access, change, last.problem().what()),
                    last);
        }
    }
}
