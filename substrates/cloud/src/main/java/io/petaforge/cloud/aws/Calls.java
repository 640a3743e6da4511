package io.petaforge.cloud.aws;

import io.petaforge.api.Pause;
import io.petaforge.api.ServiceRequest;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.CloudFailure.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Sends requests, and sends them again where that is safe. */
final class Calls {
    /** With doubling waits up to {@link #LONGEST}, two minutes: EC2's buckets for requests are full again by then. */
    private static final int THROTTLED_ATTEMPTS = 9;
    /** Seven seconds. */
    private static final int BROKEN_ATTEMPTS = 4;
    /** EC2 says that a thing may be unknown for some seconds after it was made, seldom for a minute. */
    private static final int FRESH_ATTEMPTS = 7;

    private static final long NANOS_IN_A_MILLISECOND = 1_000_000;
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** What a second sending does. */
    enum Again {
        /** As the first: it reads, bears a client token, or removes. */
        SAME,
        /** Makes a second thing. */
        TWICE
    }

    private final String service;
    private final Pause pause;
    private final Consumer<ServiceRequest> trace;

    /** @param service name by which the trace calls it */
    Calls(String service, Pause pause, Consumer<ServiceRequest> trace) {
        this.service = service;
        this.pause = pause;
        this.trace = trace;
    }

    /**
     * Sends a request about things that are known for long.
     *
     * @throws CloudFailure when it does not succeed
     */
    <T> T send(String action, Again again, Supplier<T> request) {
        return send(action, again, false, request);
    }

    /** Sends a request about things that this run has just made: they may be unknown for a while. */
    <T> T sendFresh(String action, Again again, Supplier<T> request) {
        return send(action, again, true, request);
    }

    private <T> T send(String action, Again again, boolean fresh, Supplier<T> request) {
        for (int attempt = 1; ; attempt++) {
            CloudFailure failure;
            long sent = System.nanoTime();
            try {
                T result = request.get();
                tell(action, "ok", sent);
                return result;
            } catch (CloudFailure e) {
                failure = e;
            } catch (RuntimeException e) {
                failure = Ec2Failures.of(action, e);
            }
            tell(action, failure.kind().name().toLowerCase(Locale.ROOT), sent);
            if (attempt >= attempts(failure.kind(), again, fresh)) {
                throw failure;
            }
            pause.sleep(wait(attempt));
        }
    }

    private void tell(String action, String outcome, long sent) {
        trace.accept(new ServiceRequest(
                service, "POST", "/", action, outcome, (System.nanoTime() - sent) / NANOS_IN_A_MILLISECOND));
    }

    private static int attempts(Kind kind, Again again, boolean fresh) {
        return switch (kind) {
            case THROTTLED -> THROTTLED_ATTEMPTS;
            case UNKNOWN -> fresh ? FRESH_ATTEMPTS : 1;
            case LOST, SERVER -> again == Again.SAME ? BROKEN_ATTEMPTS : 1;
            case UNREACHABLE -> BROKEN_ATTEMPTS;
            default -> 1;
        };
    }

    private static Duration wait(int attempt) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(attempt - 1, 10));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
