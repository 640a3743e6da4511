package io.petaforge.cloud.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A cloud whose answers are changed on their way. */
final class Rewritten implements AutoCloseable {
    /** What is made of an answer of status 200. */
    @FunctionalInterface
    interface Rewriting {
        /** The other answer; {@code fields} are those of the request as they were sent, encoded. */
        byte[] of(Map<String, String> fields, byte[] answer) throws IOException;
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final HttpServer server;
    private final URI cloud;
    private final List<String> kept;
    private final Rewriting rewriting;

    private Rewritten(HttpServer server, URI cloud, List<String> kept, Rewriting rewriting) {
        this.server = server;
        this.cloud = cloud;
        this.kept = kept;
        this.rewriting = rewriting;
    }

    /**
     * Stands before a cloud.
     *
     * @param kept fields of requests that the cloud does not get
     */
    static Rewritten of(URI cloud, List<String> kept, Rewriting rewriting) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        Rewritten rewritten = new Rewritten(server, cloud, kept, rewriting);
        server.createContext("/", rewritten::serve);
        server.start();
        return rewritten;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> fields = new TreeMap<>();
            StringBuilder passed = new StringBuilder();
            for (String field : Arrays.asList(form.split("&"))) {
                String[] pair = field.split("=", 2);
                fields.put(pair[0], pair[1]);
                if (!kept.contains(pair[0])) {
                    passed.append(passed.length() == 0 ? "" : "&").append(field);
                }
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(cloud)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
                    .POST(HttpRequest.BodyPublishers.ofString(passed.toString()));
            HttpResponse<byte[]> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            byte[] body = answer.statusCode() == 200 ? rewriting.of(fields, answer.body()) : answer.body();
            exchange.getResponseHeaders().add("Content-Type", "text/xml");
            exchange.sendResponseHeaders(answer.statusCode(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
