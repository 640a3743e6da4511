package io.petaforge.cloud.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between the driver and a cloud: records what is asked, and does to answers what networks and clouds do. */
public final class Between implements AutoCloseable {
    /** What becomes of one request. */
    public interface Script {
        Script HONEST = (number, action, form) -> Fate.PASS;

        /** Number from 1 since the script was set. */
        Fate fate(int number, String action, String form);
    }

    /** What is done to a request, and to its answer. */
    public record Fate(boolean forward, boolean answer, int status, String code) {
        public static final Fate PASS = new Fate(true, true, 0, "");
        /** It never arrives. */
        public static final Fate NEVER_SENT = new Fate(false, false, 0, "");
        /** It is carried out, and nobody hears of it. */
        public static final Fate ANSWER_LOST = new Fate(true, false, 0, "");

        /** EC2 refuses it. */
        public static Fate error(int status, String code) {
            return new Fate(false, true, status, code);
        }
    }

    /** What is behind the cloud: it hears of every request that was carried out. */
    @FunctionalInterface
    public interface Behind {
        /**
         * What the driver is told.
         *
         * @param body what the cloud answered
         */
        String answer(String action, String form, String body) throws IOException;
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final URI cloud;
    private final List<String> forms = new ArrayList<>();
    private final AtomicInteger serving = new AtomicInteger();
    private final PlacementGroups placements = new PlacementGroups();
    private final ReplacedRoots roots = new ReplacedRoots();
    private volatile Behind behind = (action, form, body) -> body;
    private Script script = Script.HONEST;
    private int number;

    private Between(HttpServer server, URI cloud) {
        this.server = server;
        this.cloud = cloud;
    }

    public static Between of(URI cloud) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        Between between = new Between(server, cloud);
        server.createContext("/", exchange -> {
            between.serving.incrementAndGet();
            try {
                between.serve(exchange);
            } finally {
                between.serving.decrementAndGet();
            }
        });
        server.setExecutor(between.threads);
        server.start();
        return between;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public synchronized void script(Script next) {
        script = next;
        number = 0;
    }

    public void behind(Behind machines) {
        behind = machines;
    }

    /** What moto has not. */
    PlacementGroups placements() {
        return placements;
    }

    /** What moto has not. */
    ReplacedRoots roots() {
        return roots;
    }

    /** How many requests came since the script was set. */
    synchronized int requests() {
        return number;
    }

    /** Until what was asked is carried out, also for those who can no longer hear of it. */
    void awaitIdle() throws InterruptedException {
        while (serving.get() > 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Every request's form so far. */
    public synchronized List<String> forms() {
        return List.copyOf(forms);
    }

    public synchronized List<String> forms(String action) {
        return forms.stream().filter(form -> action(form).equals(action)).toList();
    }

    private synchronized Fate fate(String form) {
        forms.add(form);
        number++;
        return script.fate(number, action(form), form);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Fate fate = fate(form);
            int status = fate.status();
            byte[] body = ("<Response><Errors><Error><Code>" + fate.code()
                            + "</Code><Message>as the test says</Message>"
                            + "</Error></Errors><RequestID>1</RequestID></Response>")
                    .getBytes(StandardCharsets.UTF_8);
            if (fate.forward() && action(form).contains("PlacementGroup")) {
                status = 200;
                body = placements.answer(form).getBytes(StandardCharsets.UTF_8);
            } else if (fate.forward() && action(form).contains("ReplaceRootVolumeTask")) {
                ReplacedRoots.Answer answer = roots.answer(form, other -> moto(exchange, other));
                status = answer.status();
                String told = status == 200 ? behind.answer(action(form), form, answer.body()) : answer.body();
                body = told.getBytes(StandardCharsets.UTF_8);
            } else if (fate.forward()) {
                HttpResponse<byte[]> answer = forward(exchange, form);
                status = answer.statusCode();
                body = answer.body();
                if (status == 200) {
                    body = behind.answer(action(form), form, new String(body, StandardCharsets.UTF_8))
                            .getBytes(StandardCharsets.UTF_8);
                }
            }
            if (fate.answer()) {
                exchange.getResponseHeaders().add("Content-Type", "text/xml");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
            // Without an answer the connection just closes.
        }
    }

    private String moto(HttpExchange exchange, String form) throws IOException {
        HttpResponse<byte[]> answer = forward(exchange, form);
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.statusCode() != 200) {
            throw new IOException(form + ": " + body);
        }
        return body;
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, String form) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(cloud.resolve(exchange.getRequestURI()))
                .POST(HttpRequest.BodyPublishers.ofString(form));
        for (String header : List.of("Authorization", "X-Amz-Date", "Content-Type")) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(header))
                    .ifPresent(value -> request.header(header, value));
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** A form's parameters by their names. */
    public static Map<String, String> fields(String form) {
        Map<String, String> fields = new TreeMap<>();
        for (String field : form.split("&")) {
            String[] pair = field.split("=", 2);
            fields.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static String action(String form) {
        int start = form.indexOf("Action=") + "Action=".length();
        int end = form.indexOf('&', start);
        return form.substring(start, end < 0 ? form.length() : end);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
