package io.petaforge.cloud.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Service Quotas of an account whose limits the test says: moto has none for EC2. */
final class FakeQuotas implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Double> limits = new TreeMap<>();
    private final List<Map<String, String>> requests = new ArrayList<>();
    private String refusal = "";

    private FakeQuotas(HttpServer server) {
        this.server = server;
    }

    static FakeQuotas start() throws IOException {
        FakeQuotas quotas =
                new FakeQuotas(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50));
        quotas.server.createContext("/", quotas::serve);
        quotas.server.start();
        return quotas;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A limit of the account's own; what has none is at Amazon's default. */
    synchronized void limit(String code, double value) {
        limits.put(code, value);
    }

    /** Every request is refused with this type of error. */
    synchronized void refuse(String type) {
        refusal = type;
    }

    /** Headers by their names in small letters; the body is {@code body}. */
    synchronized List<Map<String, String>> requests() {
        return List.copyOf(requests);
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> request = new LinkedHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> request.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
            request.put("body", body);
            requests.add(request);
            String code = JSON.readTree(body).path("QuotaCode").asText();
            String target = request.get("x-amz-target");
            Double value = target.endsWith(".GetAWSDefaultServiceQuota") ? Double.valueOf(5) : limits.get(code);
            boolean refused = !refusal.isEmpty() || value == null;
            String answer = refused
                    ? JSON.writeValueAsString(Map.of(
                            "__type",
                            refusal.isEmpty() ? "NoSuchResourceException" : refusal,
                            "Message",
                            "as the test says"))
                    : JSON.writeValueAsString(Map.of(
                            "Quota", Map.of("ServiceCode", "ec2", "QuotaCode", code, "Value", value, "Unit", "None")));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(refused ? 400 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
