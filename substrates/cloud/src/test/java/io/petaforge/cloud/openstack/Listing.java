package io.petaforge.cloud.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Everything that a project has, asked without the driver: what listings before and after must agree on. Each thing is
 * written as its kind, name and id.
 */
final class Listing {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private final String token;
    private final Map<String, String> services = new LinkedHashMap<>();
    private final String project;

    private Listing(HttpResponse<String> answer) {
        token = answer.headers().firstValue("X-Subject-Token").orElseThrow();
        JsonNode said = json(answer.body()).path("token");
        project = said.path("project").path("id").asText();
        said.path("catalog").forEach(service -> service.path("endpoints").forEach(endpoint -> {
            if (endpoint.path("interface").asText().equals("public")) {
                services.put(
                        service.path("type").asText(),
                        endpoint.path("url").asText().replaceAll("/+$", ""));
            }
        }));
    }

    /** All of a cloud's project, sorted. */
    static List<String> of(OpenStackAccess access) {
        try {
            String body = JSON.writeValueAsString(Map.of("auth", access.login().auth()));
            HttpRequest login = HttpRequest.newBuilder(URI.create(access.url() + "/auth/tokens"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return new Listing(send(login)).all();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> all() {
        String network = "network", compute = "compute";
        List<String> found = new java.util.ArrayList<>();
        add(found, "server", compute, "/servers/detail", "servers");
        add(found, "server group", compute, "/os-server-groups", "server_groups");
        json(get(compute, "/os-keypairs"))
                .path("keypairs")
                .forEach(pair -> found.add(
                        "key pair " + pair.path("keypair").path("name").asText()));
        add(found, "volume", "volumev3", "/volumes/detail", "volumes");
        String mine = "?project_id=" + project;
        add(found, "port", network, "/v2.0/ports" + mine, "ports");
        add(found, "router", network, "/v2.0/routers" + mine, "routers");
        add(found, "network", network, "/v2.0/networks" + mine, "networks");
        add(found, "subnet", network, "/v2.0/subnets" + mine, "subnets");
        add(found, "security group", network, "/v2.0/security-groups" + mine, "security_groups");
        add(found, "floating address", network, "/v2.0/floatingips" + mine, "floatingips");
        return found.stream().sorted().toList();
    }

    private void add(List<String> found, String kind, String service, String path, String field) {
        JsonNode all = json(get(service, path)).path(field);
        if (!all.isArray()) {
            throw new IllegalStateException(path + " lists no " + field);
        }
        found.addAll(StreamSupport.stream(all.spliterator(), false)
                .map(thing -> kind + " "
                        + thing.path(kind.equals("floating address") ? "description" : "name")
                                .asText() + " "
                        + thing.path("id").asText())
                .collect(Collectors.toList()));
    }

    private String get(String service, String path) {
        return send(HttpRequest.newBuilder(URI.create(services.get(service) + path))
                        .header("X-Auth-Token", token)
                        .build())
                .body();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IOException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
