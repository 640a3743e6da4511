package io.petaforge.maas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.maas.fake.FakeAuth;
import io.petaforge.maas.fake.FakeMaas;
import io.petaforge.maas.fake.FakeRegion;
import io.petaforge.maas.fake.Recorded;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The fake is held against the real region: each recorded request is sent to it, in the state that was recorded, and must
 * be answered alike. {@code oracle.txt} says which state that is, or why an exchange is left out.
 */
class RecordedExchangesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Values that must be the same; the others (dates, ids, texts that lag) must be of the same kind. */
    private static final List<String> SAME = List.of(
            "system_id",
            "hostname",
            "status",
            "status_name",
            "owner",
            "locked",
            "osystem",
            "distro_series",
            "netboot",
            "workload_annotations",
            "owner_data",
            "constraints_by_type",
            "power_state",
            "cpu_count",
            "memory",
            "is_superuser",
            "username",
            "version",
            "state",
            "architecture");

    @TestFactory
    Stream<DynamicTest> theFakeAnswersLikeTheRegion() throws IOException {
        return oracle().entrySet().stream()
                .filter(entry -> !entry.getValue().startsWith("left out"))
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> replay(entry.getKey(), entry.getValue())));
    }

    @Test
    void everyRecordedExchangeIsReplayedOrLeftOutWithAReason() throws IOException {
        Map<String, String> oracle = oracle();
        assertEquals(new TreeSet<>(Recorded.names()), new TreeSet<>(oracle.keySet()));
        long replayed = oracle.values().stream()
                .filter(how -> !how.startsWith("left out"))
                .count();
        assertTrue(replayed >= 130, replayed + " replayed");
        oracle.forEach((name, how) -> assertTrue(!how.equals("left out"), name + ": no reason"));
    }

    private static Map<String, String> oracle() throws IOException {
        Map<String, String> oracle = new TreeMap<>();
        try (var file = RecordedExchangesTest.class.getResourceAsStream("/maas/oracle.txt")) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.strip().split("\\s+", 2);
                    oracle.put(parts[0], parts.length > 1 ? parts[1] : "");
                }
            }
        }
        return oracle;
    }

    private static void replay(String name, String how) throws IOException, InterruptedException {
        JsonNode exchange = Recorded.exchange(name);
        FakeRegion region = new FakeRegion();
        String key = FakeAuth.KEY;
        String header = null;
        String nonce = "nonce" + name;
        int times = 1;
        for (String word : how.isEmpty() ? new String[0] : how.split("\\s+")) {
            String[] parts = word.split("=", 2);
            switch (parts[0]) {
                case "key" -> key = parts[1];
                case "user" -> key = FakeAuth.USER_KEY;
                case "header" -> header = parts[1];
                case "twice" -> times = 2;
                case "lock" -> region.lock(parts[1]);
                case "agent" -> region.agent(parts[1].split(":")[0], parts[1].split(":")[1]);
                case "annotate" -> region.annotate(parts[1]);
                case "boot" -> region.boot(parts[1].split(":")[0], Integer.parseInt(parts[1].split(":")[1]));
                case "tag" -> region.driveTag(parts[1].split(":")[0], Integer.parseInt(parts[1].split(":")[1]), "osd");
                case "power" -> region.power(parts[1].split(":")[0], parts[1].split(":")[1]);
                case "address" -> region.assign(parts[1]);
                case "series" -> region.series(parts[1].split(":")[0], "");
                case "gpt" -> region.partition(parts[1].split(":")[0], Integer.parseInt(parts[1].split(":")[1]));
                case "gone" -> region.remove(parts[1]);
                case "nonce" -> nonce = parts[1];
                case "subnet" -> region.exhaust(parts[1]);
                default ->
                    region.set(
                            parts[0],
                            Integer.parseInt(parts[1].split(":")[0]),
                            parts[1].contains(":") ? parts[1].split(":")[1] : "");
            }
        }
        if (header == null) {
            header = MaasKey.parse(new io.petaforge.api.Secret(key))
                    .header(
                            nonce,
                            java.time.Instant.parse("2026-11-22T13:00:00Z").getEpochSecond());
        }
        try (FakeMaas maas = new FakeMaas(region)) {
            HttpResponse<String> answer = null;
            for (int i = 0; i < times; i++) {
                answer = send(maas, exchange.path("request"), header);
            }
            compare(name, exchange.path("response"), answer);
        }
    }

    private static HttpResponse<String> send(FakeMaas maas, JsonNode request, String header)
            throws IOException, InterruptedException {
        String query = encode(request.path("query"));
        URI uri = URI.create(maas.url().toString().replace("/MAAS", "")
                + request.path("path").asText()
                + (query.isEmpty() ? "" : "?" + query));
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
        if (!header.equals("none")) {
            builder.header("Authorization", header.equals("basic") ? "Basic YWRtaW46dGVzdA==" : header);
        }
        boolean json = request.has("json");
        String body = json ? request.path("json").toString() : encode(request.path("form"));
        builder.header("Content-Type", json ? "application/json" : "application/x-www-form-urlencoded");
        String method = request.path("method").asText();
        builder.method(
                method,
                method.equals("GET") ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return HttpClient.newHttpClient().send(builder.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String encode(JsonNode fields) {
        List<String> pairs = new ArrayList<>();
        fields.properties().forEach(field -> {
            JsonNode values = field.getValue();
            Iterable<JsonNode> each = values.isArray() ? values : List.of(values);
            each.forEach(value -> pairs.add(URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                    + URLEncoder.encode(value.asText(), StandardCharsets.UTF_8)));
        });
        return String.join("&", pairs);
    }

    private static void compare(String name, JsonNode recorded, HttpResponse<String> answer) throws IOException {
        assertEquals(recorded.path("status").asInt(), answer.statusCode(), name + ": " + shortened(answer.body()));
        String type = recorded.path("content_type").asText();
        assertEquals(type, answer.headers().firstValue("Content-Type").orElse(""), name);
        JsonNode body = recorded.path("body");
        if (!type.startsWith("application/json")) {
            // What was struck out of the recording is whatever stands there.
            String pattern = Stream.of(body.asText().split("REDACTED", -1))
                    .map(java.util.regex.Pattern::quote)
                    .collect(Collectors.joining(".*"));
            assertTrue(answer.body().matches(pattern), name + ": " + body.asText() + " | " + answer.body());
            return;
        }
        JsonNode found = JSON.readTree(answer.body());
        if (answer.statusCode() >= 400) {
            assertEquals(body, found, name);
        } else {
            alike(name, body, found);
        }
    }

    private static String shortened(String body) {
        return body.length() > 200 ? body.substring(0, 200) + "..." : body;
    }

    private static void alike(String path, JsonNode recorded, JsonNode found) {
        if (recorded.isArray() && found.isArray()) {
            if (!path.contains(".") && !path.contains("[")) {
                assertEquals(recorded.size(), found.size(), path + ": entries");
            }
            for (int i = 0; i < Math.min(recorded.size(), found.size()); i++) {
                alike(path + "[" + i + "]", recorded.get(i), found.get(i));
            }
            return;
        }
        if (recorded.isObject() && found.isObject()) {
            for (Map.Entry<String, JsonNode> field : recorded.properties()) {
                String name = field.getKey();
                assertTrue(found.has(name), path + "." + name + " is missing");
                if (SAME.contains(name)) {
                    assertEquals(field.getValue(), found.get(name), path + "." + name);
                } else {
                    alike(path + "." + name, field.getValue(), found.get(name));
                }
            }
            // Lists that were trimmed by hand show a few keys only.
            if (recorded.size() > 8) {
                assertEquals(names(recorded), names(found), path);
            }
            return;
        }
        boolean sameKind = recorded.getNodeType() == found.getNodeType() || recorded.isNull() || found.isNull();
        assertTrue(sameKind, path + ": " + recorded.getNodeType() + " and " + found.getNodeType());
    }

    private static List<String> names(JsonNode object) {
        return StreamSupport.stream(((Iterable<Map.Entry<String, JsonNode>>) object.properties()).spliterator(), false)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
