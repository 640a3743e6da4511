package io.petaforge.maas.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.petaforge.api.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The region as an HTTP server on loopback, with faults on demand and a clock that the driver's waits move. */
public final class FakeMaas implements AutoCloseable {
    /** A fault: what is answered in place of the region's word, how often, and whether the region has acted before. */
    private static final class Fault {
        private final Predicate<String> line;
        private final FakeReply reply;
        private final boolean after;
        private int left;

        Fault(Predicate<String> line, FakeReply reply, boolean after, int times) {
            this.line = line;
            this.reply = reply;
            this.after = after;
            this.left = times;
        }
    }

    /** Time that the driver sees: a wait is over at once, and the region is that much older. */
    private final class Time implements Pause {
        @Override
        public void sleep(Duration duration) {
            synchronized (region) {
                region.advance(duration);
            }
        }

        @Override
        public Clock clock() {
            return new Clock() {
                @Override
                public java.time.ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    synchronized (region) {
                        return region.now();
                    }
                }
            };
        }
    }

    static {
        // It writes headers and body apart, and each answer would wait 40 ms for the acknowledgement of the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final FakeRegion region;
    private final FakeAuth auth = new FakeAuth();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(24);
    private final List<String> lines = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Map<Predicate<String>, Runnable> hooks = new LinkedHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private volatile Duration latency = Duration.ZERO;
    private Optional<Thread> ticking = Optional.empty();

    public FakeMaas(FakeRegion region) {
        this.region = region;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/MAAS");
    }

    public FakeRegion region() {
        return region;
    }

    public Pause time() {
        return new Time();
    }

    /** From now on it is as late as it is: for clients in other processes, whose waits no fake clock can see. */
    public void realTime() {
        synchronized (region) {
            region.now(Instant.now());
        }
        Thread clock = new Thread(
                () -> {
                    try {
                        while (true) {
                            Thread.sleep(100);
                            synchronized (region) {
                                region.advance(Duration.between(region.now(), Instant.now()));
                            }
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "maas-clock");
        clock.setDaemon(true);
        clock.start();
        ticking = Optional.of(clock);
    }

    /** Every request takes at least that long. */
    public void latency(Duration each) {
        latency = each;
    }

    /** The requests so far, in the order in which they were answered. */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** A remark among the requests. */
    public void note(String text) {
        synchronized (lines) {
            lines.add("# " + text);
        }
    }

    public void forgetLines() {
        synchronized (lines) {
            lines.clear();
        }
    }

    /** How many requests were at most in work at once. */
    public int most() {
        return most.get();
    }

    /** The region is not asked: 503 with Retry-After. */
    public void busy(Predicate<String> line, int seconds, int times) {
        faults.add(new Fault(
                line,
                new FakeReply(
                        503, "text/plain; charset=utf-8", "Unable to connect to cluster.", Optional.of("" + seconds)),
                false,
                times));
    }

    /** The region does what it was asked, and the gateway gives up before it hears: 504. */
    public void lostAnswer(Predicate<String> line, int times) {
        faults.add(new Fault(line, FakeReply.html(504, "<html>504 Gateway Time-out</html>"), true, times));
    }

    /** Lets something happen just before the first request like that is answered. */
    public void before(Predicate<String> line, Runnable happens) {
        hooks.put(line, happens);
    }

    private void handle(HttpExchange exchange) throws IOException {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        try (exchange) {
            if (!latency.isZero()) {
                Thread.sleep(latency.toMillis());
            }
            FakeReply reply = answer(exchange);
            // Before it is sent: the client's next request may be here before this method ends.
            running.decrementAndGet();
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            reply.retryAfter()
                    .ifPresent(seconds -> exchange.getResponseHeaders().set("Retry-After", seconds));
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FakeReply answer(HttpExchange exchange) throws IOException {
        synchronized (region) {
            FakeAuth.Outcome outcome = auth.check(
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")), region.now());
            FakeRequest request = FakeRequest.of(exchange, outcome.user());
            String line = request.line();
            hooks.keySet().stream().filter(hook -> hook.test(line)).findFirst().ifPresent(hook -> hooks.remove(hook)
                    .run());
            Optional<Fault> fault = fault(line);
            FakeReply reply;
            if (fault.isPresent() && !fault.get().after) {
                reply = fault.get().reply;
            } else {
                reply = outcome.refusal().orElseGet(() -> region.answer(request));
                if (fault.isPresent()) {
                    reply = fault.get().reply;
                }
            }
            synchronized (lines) {
                lines.add(line + " -> " + reply.status());
            }
            return reply;
        }
    }

    private Optional<Fault> fault(String line) {
        for (Iterator<Fault> all = faults.iterator(); all.hasNext(); ) {
            Fault fault = all.next();
            if (fault.line.test(line)) {
                if (--fault.left == 0) {
                    all.remove();
                }
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        ticking.ifPresent(Thread::interrupt);
        server.stop(0);
        threads.shutdownNow();
    }
}
