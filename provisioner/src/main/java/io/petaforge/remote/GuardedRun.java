package io.petaforge.remote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out bundles in which changes are guarded: each such change is confirmed over a new connection, and the
 * rest follows over that. A connection that stood before proves nothing: it may survive a change that lets nobody in any more.
 */
final class GuardedRun {
    /** A host as bundles need it. */
    interface Line {
        /** One round trip; the program's answers are marked with the nonce. */
        Reply run(Bundle bundle, String nonce);

        /** Opens a new connection for all that follows; throws {@link RemoteFailure} when that fails at once. */
        void renew();

        /** Something never used before. */
        String nonce();

        /** The host does not come back although the change must have been undone. */
        RemoteFailure gone(Operation.Guarded change, RemoteFailure last);
    }

    /** What undoing may take, and opening a connection after that. */
    private static final Duration GRACE = Duration.ofSeconds(45);

    private static final Duration RETRY = Duration.ofMillis(250);

    /** Exit statuses of guard-confirm.sh. */
    private static final int NOT_APPLIED = 75;

    private static final int NEVER_BEGUN = 69;

    /** Waits on the host for the end of an undoing. */
    private static final Duration CONFIRM = Duration.ofSeconds(100);

    private static final String SCRIPT = Program.constant("guard-confirm.sh");

    private final Line line;
    private final LongSupplier nanos;

    GuardedRun(Line line, LongSupplier nanos) {
        this.line = line;
        this.nanos = nanos;
    }

    /** Carries a bundle out, however many guarded changes it has. */
    Reply run(Bundle bundle) {
        for (int i = 0; i < bundle.operations().size(); i++) {
            if (bundle.operations().get(i) instanceof Operation.Guarded change) {
                return run(bundle, i, change);
            }
        }
        return line.run(bundle, line.nonce());
    }

    private Reply run(Bundle bundle, int at, Operation.Guarded change) {
        String token = line.nonce();
        long start = nanos.getAsLong();
        List<Reply.Result> done = new ArrayList<>();
        RemoteFailure lost = null;
        try {
            Reply begun = line.run(Bundle.ofOperations(bundle.operations().subList(0, at + 1)), token);
            if (begun.failed().isPresent()) {
                return begun;
            }
            done.addAll(begun.operations());
        } catch (RemoteFailure e) {
            if (e.kind() != RemoteFailure.Kind.RETRYABLE) {
                throw e;
            }
            // Most likely by the change itself.
            lost = e;
        }
        Output said = settle(change, token, start, lost);
        Duration elapsed = Duration.ofNanos(nanos.getAsLong() - start);
        for (int i = done.size(); i < at; i++) {
            // What stood before a change that was begun has succeeded, even if its answer was lost.
            done.add(new Reply.Result(bundle.operations().get(i), true, new Output(0, "", ""), Duration.ZERO));
        }
        done.subList(at, done.size()).clear();
        done.add(new Reply.Result(change, true, said, elapsed));
        if (!said.ok()) {
            return new Reply(done, List.of());
        }
        Reply rest = run(new Bundle(
                bundle.operations().subList(at + 1, bundle.operations().size()), bundle.probes()));
        done.addAll(rest.operations());
        return new Reply(done, rest.probes());
    }

    /** Confirms the change, or learns that it was undone. */
    private Output settle(Operation.Guarded change, String token, long start, @Nullable RemoteFailure lost) {
        Bundle confirm =
                Bundle.ofOperations(List.of(new Operation.Exec(Command.script(SCRIPT, change.name(), token), CONFIRM)));
        long deadline = start + change.window().plus(GRACE).toNanos();
        while (true) {
            Optional<Output> answer = Optional.empty();
            try {
                line.renew();
                answer = Optional.of(
                        line.run(confirm, line.nonce()).operations().get(0).output());
            } catch (RemoteFailure e) {
                // Whoever answers at the host's address now may be another; only when the host has had the time to undo
                // the change is that final.
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                if (nanos.getAsLong() > deadline) {
                    throw line.gone(change, e);
                }
            }
            if (answer.isPresent() && answer.get().status() == NEVER_BEGUN && lost != null) {
                throw lost;
            }
            if (answer.isPresent() && (answer.get().status() != NOT_APPLIED || nanos.getAsLong() > deadline)) {
                return answer.get();
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY.toMillis());
        } catch (InterruptedException e) {
            // The next connection attempt ends with it.
            Thread.currentThread().interrupt();
        }
    }
}
