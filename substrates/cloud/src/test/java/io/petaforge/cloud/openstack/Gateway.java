package io.petaforge.cloud.openstack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy before a cloud's services: it writes down what is asked, and lets a test act around the n-th request. Used
 * by a JVM that is started with {@link #options()}, or by this one after {@link #here()}.
 */
final class Gateway implements AutoCloseable {
    /** What a test does around requests. */
    interface Watch {
        Watch NOTHING = (number, request) -> Moment.NEVER;

        /** When {@link #act} is called for this request; numbers count from 1. */
        Moment when(int number, String request);

        default void act() {}

        /** Whether what was done {@link Moment#AFTER} is answered, if anybody is left to hear it. */
        default boolean isAnswered() {
            return true;
        }

        /** What the client hears in place of this answer. */
        default byte[] answer(String request, byte[] body) {
            return body;
        }
    }

    /** Where around one request something happens. */
    enum Moment {
        NEVER,
        /** The cloud does not hear of the request. */
        BEFORE,
        /** The cloud works on it. */
        DURING,
        /** It is done, and the answer is not delivered. */
        AFTER
    }

    /** What a client and a proxy say to each other only. */
    private static final Set<String> HOP = Set.of(
            "connection", "host", "content-length", "transfer-encoding", "proxy-connection", "keep-alive", "expect");

    private static final List<String> PROPERTIES = List.of("http.proxyHost", "http.proxyPort", "http.nonProxyHosts");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final List<String> requests = new ArrayList<>();
    private Watch watch = Watch.NOTHING;

    private Gateway(HttpServer server) {
        this.server = server;
    }

    static Gateway open() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        Gateway gateway = new Gateway(server);
        server.createContext("/", gateway::serve);
        server.setExecutor(gateway.threads);
        server.start();
        return gateway;
    }

    private Map<String, String> properties() {
        // Without the last, Java goes past the proxy to addresses of this machine.
        return Map.of(
                "http.proxyHost",
                "127.0.0.1",
                "http.proxyPort",
                Integer.toString(server.getAddress().getPort()),
                "http.nonProxyHosts",
                "");
    }

    /** Options of a JVM whose requests go through it. */
    List<String> options() {
        return properties().entrySet().stream()
                .map(property -> "-D" + property.getKey() + "=" + property.getValue())
                .sorted()
                .toList();
    }

    /** Lets this JVM's requests go through it until it is closed. */
    Gateway here() {
        properties().forEach(System::setProperty);
        return this;
    }

    /** Counts anew. */
    synchronized void watch(Watch next) {
        requests.clear();
        watch = next;
    }

    /** What was asked since counting began, ids left out: {@code POST 36774 /v2.1/servers}. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** How often each was asked. */
    synchronized Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        requests.forEach(request -> counts.merge(request, 1, Integer::sum));
        return counts;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Watch now;
            Moment moment;
            String request = label(exchange);
            synchronized (this) {
                requests.add(request);
                now = watch;
                moment = now.when(requests.size(), request);
            }
            if (moment == Moment.BEFORE) {
                now.act();
                return;
            }
            CompletableFuture<HttpResponse<byte[]>> asked =
                    client.sendAsync(request(exchange, body), HttpResponse.BodyHandlers.ofByteArray());
            if (moment == Moment.DURING) {
                now.act();
            }
            HttpResponse<byte[]> answer = asked.join();
            if (moment == Moment.AFTER) {
                now.act();
                if (!now.isAnswered()) {
                    return;
                }
            }
            answer.headers().map().forEach((name, values) -> {
                if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            byte[] said = now.answer(request, answer.body());
            exchange.sendResponseHeaders(answer.statusCode(), said.length == 0 ? -1 : said.length);
            exchange.getResponseBody().write(said);
        }
    }

    private static HttpRequest request(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(exchange.getRequestURI())
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static String label(HttpExchange exchange) {
        return exchange.getRequestMethod() + " "
                + exchange.getRequestURI()
                        .getPath()
                        .replaceAll("/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "/ID")
                        .replaceAll("/[0-9a-f]{32}", "/PROJECT");
    }

    @Override
    public void close() {
        PROPERTIES.forEach(System::clearProperty);
        server.stop(0);
        threads.shutdownNow();
    }
}
