package io.petaforge.cloud.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.petaforge.api.MachineDiscovery.Discovered;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Secret;
import io.petaforge.api.SshAccess;
import io.petaforge.cloud.Parallel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters whose record is lost, over HTTP, in answers of the form that Keystone, Nova and Neutron give. */
class DiscoveryTest {
    private static final String SERVERS =
            """
            {"servers": [
              {"id": "s1", "name": "petaforge-pf1-00112233-storage-1", "status": "ACTIVE", "metadata": %s},
              {"id": "s2", "name": "petaforge-pf1-00112233-storage-2", "status": "SHUTOFF", "metadata": %s},
              {"id": "s3", "name": "petaforge-pf1-00112233-storage-3", "status": "ACTIVE",
               "OS-EXT-STS:task_state": "deleting", "metadata": %s},
              {"id": "s4", "name": "petaforge-pf1-00112233-compute-1", "status": "ACTIVE", "metadata": %s},
              {"id": "s5", "name": "petaforge-pf1-00112233-jump-host", "status": "ACTIVE", "metadata": %s},
              {"id": "s6", "name": "petaforge-pf1-44556677-storage-1", "status": "ACTIVE", "metadata": %s},
              {"id": "s7", "name": "petaforge-pf1-b-88990011-storage-1", "status": "ACTIVE", "metadata": %s},
              {"id": "s8", "name": "petaforge-pf1-mine", "status": "ACTIVE", "metadata": {"petaforge-cluster": "pf1"}}
            ]}
            """
                    .formatted(
                            metadata("pf1", "00112233", "storage-1"),
                            metadata("pf1", "00112233", "storage-2"),
                            metadata("pf1", "00112233", "storage-3"),
                            metadata("pf1", "00112233", "compute-1"),
                            metadata("pf1", "00112233", "jump-host"),
                            metadata("pf1", "44556677", "storage-1"),
                            metadata("pf1-b", "88990011", "storage-1"));

    private static final String PORTS = "{\"ports\": ["
            + String.join(
                    ",",
                    port("pf1-00112233-port-storage-1-a00112233", "10.60.0.11"),
                    port("pf1-00112233-port-compute-1-a00112233", "10.60.0.14"),
                    port("pf1-00112233-port-jump-host-a00112233", "10.60.0.15"),
                    port("pf1-44556677-port-storage-1-a44556677", "10.60.0.11"),
                    port("pf1-b-88990011-port-storage-1-a88990011", "10.60.0.99"))
            + "]}";

    private static final String FLOATING =
            """
            {"floatingips": [
              {"description": "petaforge-pf1-00112233-port-jump-host-a00112233", "floating_ip_address": "198.51.100.5"},
              {"description": "petaforge-pf1-44556677-port-storage-1-a44556677", "floating_ip_address": "198.51.100.6"},
              {"description": "", "floating_ip_address": "198.51.100.7"}
            ]}
            """;

    @TempDir
    private Path state;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    private static String metadata(String cluster, String token, String machine) {
        return ("{\"petaforge-cluster\": \"%s\", \"petaforge-token\": \"%s\", \"petaforge-machine\": \"%s\","
                        + " \"petaforge-attempt\": \"a%s\"}")
                .formatted(cluster, token, machine, token);
    }

    private static String port(String name, String address) {
        return ("{\"id\": \"%1$s\", \"name\": \"petaforge-%1$s\", \"network_id\": \"n1\", \"status\": \"ACTIVE\","
                        + " \"fixed_ips\": [{\"subnet_id\": \"n2\", \"ip_address\": \"%2$s\"}]}")
                .formatted(name, address);
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String at(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(request);
            boolean welcome = !body.contains("wrong");
            String answer =
                    switch (request) {
                        case "POST /v3/auth/tokens" ->
                            welcome ? token() : "{\"error\": {\"code\": 401, \"title\": \"Unauthorized\"}}";
                        case "GET /v2.1/servers/detail" ->
                            exchange.getRequestURI().getQuery().contains("petaforge-pf1-")
                                    ? SERVERS
                                    : "{\"servers\": []}";
                        case "GET /v2.0/ports" -> PORTS;
                        case "GET /v2.0/floatingips" -> FLOATING;
                        default -> throw new IOException("not asked for in a discovery: " + request);
                    };
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("X-Subject-Token", "t0ken");
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            int status = request.startsWith("POST") ? (welcome ? 201 : 401) : 200;
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String token() {
        return "{\"token\": {\"methods\": [\"password\"], \"expires_at\": \"2099-01-01T00:00:00.000000Z\","
                + " \"issued_at\": \"2026-01-01T00:00:00.000000Z\", \"user\": {\"id\": \"u1\", \"name\": \"me\"},"
                + " \"catalog\": ["
                + service("compute", at("/v2.1"))
                + ","
                + service("network", at(""))
                + "]}}";
    }

    private static String service(String type, String url) {
        return ("{\"id\": \"%1$s\", \"type\": \"%1$s\", \"name\": \"%1$s\", \"endpoints\": [{\"id\": \"e\", \"region\":"
                        + " \"R\", \"region_id\": \"R\", \"interface\": \"public\", \"url\": \"%2$s\"}]}")
                .formatted(type, url);
    }

    private OpenStackSubstrate substrate(OpenStackSettings settings, String password) {
        OpenStackAccess.Named none = new OpenStackAccess.Named(Optional.empty(), Optional.empty());
        OpenStackAccess.Named me = new OpenStackAccess.Named(Optional.of("u1"), Optional.empty());
        return new OpenStackSubstrate(
                settings,
                new OpenStackAccess(
                        URI.create(at("/v3")),
                        Optional.empty(),
                        "public",
                        Optional.empty(),
                        new OpenStackAccess.Password(me, none, new Secret(password), me, none)),
                state,
                Pause.real(Parallel.STOPPED));
    }

    private static String text(Discovered found) {
        SshAccess way = found.access();
        return found.group() + ": " + way.machine() + " at " + way.user() + "@" + way.address()
                + way.jump()
                        .map(jump -> " by " + jump.user() + "@" + jump.address() + ":" + jump.port())
                        .orElse("");
    }

    @Test
    void whatRunsIsFoundByItsMetadataAloneWhoeverBuiltIt() {
        try (OpenStackSubstrate nobody = substrate(Zoo.settings(), "right")) {
            List<Discovered> found = nobody.discover("pf1");
            assertEquals(
                    List.of(
                            "storage: storage-1 at debian@10.60.0.11 by debian@198.51.100.5:22",
                            "compute: compute-1 at debian@10.60.0.14 by debian@198.51.100.5:22",
                            "storage: storage-1 at debian@198.51.100.6"),
                    found.stream().map(DiscoveryTest::text).toList());
            for (Discovered one : found) {
                assertEquals(
                        state.resolve("pf1/openstack/operator_ed25519"),
                        one.access().privateKey());
                assertEquals(List.of(), one.access().hostKeys());
                assertEquals(
                        List.of(),
                        one.access().jump().map(SshAccess.Jump::hostKeys).orElse(List.of()));
            }
            assertEquals(
                    List.of(
                            "POST /v3/auth/tokens",
                            "GET /v2.1/servers/detail",
                            "GET /v2.0/ports",
                            "GET /v2.0/floatingips"),
                    asked);
            assertEquals(List.of(), nobody.discover("pf2"));
        }
    }

    @Test
    void aJumpHostThatTheInventoryNamesLeadsToAll() {
        SshAccess.Jump jump = new SshAccess.Jump("bastion", 2222, "ops", Path.of("ops_key"), List.of("ssh-ed25519 A"));
        OpenStackSettings settings = Zoo.behind(Zoo.settings(), jump);
        try (OpenStackSubstrate nobody = substrate(settings, "right")) {
            nobody.discover("pf1")
                    .forEach(found ->
                            assertEquals(Optional.of(jump), found.access().jump()));
        }
    }

    @Test
    void refusedCredentialsAreNoEmptyCluster() {
        try (OpenStackSubstrate nobody = substrate(Zoo.settings(), "wrong")) {
            PetaforgeException refused = assertThrows(PetaforgeException.class, () -> nobody.discover("pf1"));
            assertTrue(refused.getMessage().startsWith("PF-CLOUD-012: "), refused::getMessage);
        }
    }
}
