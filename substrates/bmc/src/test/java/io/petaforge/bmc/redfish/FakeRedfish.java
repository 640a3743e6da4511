package io.petaforge.bmc.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.bmc.device.BmcProtocol;
import io.petaforge.bmc.device.BmcTarget;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What sushy-tools lacks: sessions with a limit, entity tags that are insisted on, an event log, firmware, sensors,
 * moved and slash-sensitive resources. Documents are files; only sessions, tags, power and the log have state.
 */
final class FakeRedfish implements AutoCloseable {
    static final String USER = "root";
    static final String PASSWORD = "pw-Rf9-never-shown";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpsServer server;
    private final String fingerprint;
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile int sessionLimit = 4;
    private volatile String power = "Off";
    private volatile JsonNode boot;
    private volatile int version = 1;
    private volatile boolean raceOnce;
    private volatile boolean refuseMode;
    private volatile int busy;
    private volatile boolean logCleared;

    private FakeRedfish(HttpsServer server, String fingerprint) throws IOException {
        this.server = server;
        this.fingerprint = fingerprint;
        this.boot = document("system").path("Boot");
    }

    static FakeRedfish start() throws IOException, GeneralSecurityException, InterruptedException {
        Path store = selfSigned("localhost");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        Files.delete(store);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newFixedThreadPool(2));
        FakeRedfish fake =
                new FakeRedfish(server, CertificateCheck.fingerprint((X509Certificate) keys.getCertificate("bmc")));
        server.createContext("/", fake::handle);
        server.start();
        return fake;
    }

    /** A key store with a fresh key and a certificate that nobody vouches for. */
    static Path selfSigned(String name) throws IOException, InterruptedException {
        Path store = Files.createTempDirectory("redfish").resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "bmc",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
        return store;
    }

    BmcTarget target(Optional<String> pin) {
        return target(pin, PASSWORD);
    }

    BmcTarget target(Optional<String> pin, String password) {
        return new BmcTarget(
                new MachineId("storage-1"),
                BmcProtocol.REDFISH,
                "127.0.0.1",
                server.getAddress().getPort(),
                USER,
                new Secret(password),
                pin,
                Optional.empty(),
                Duration.ZERO);
    }

    String fingerprint() {
        return fingerprint;
    }

    /** Every request so far, such as {@code PATCH /redfish/v1/Systems/1 If-Match}. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    int openSessions() {
        return sessions.size();
    }

    void limitSessions(int limit) {
        sessionLimit = limit;
    }

    /** Ends all sessions, as a restart of the controller does. */
    void forgetSessions() {
        sessions.clear();
    }

    /** The next change finds that another came in between. */
    void raceOnce() {
        raceOnce = true;
    }

    void refuseMode() {
        refuseMode = true;
    }

    /** Answers 503 to the next requests. */
    void busyFor(int answers) {
        busy = answers;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean conditional = exchange.getRequestHeaders().containsKey("If-Match");
        requests.add(method + " " + path + (conditional ? " If-Match" : ""));
        if (path.equals("/redfish/v1/") || path.equals("/redfish/v1")) {
            answer(exchange, 200, document("root"));
        } else if (path.equals("/redfish/v1/SessionService/Sessions") && method.equals("POST")) {
            open(exchange, JSON.readTree(body));
        } else if (!sessions.containsValue(exchange.getRequestHeaders().getFirst("X-Auth-Token"))) {
            error(exchange, 401, "Base.1.0.NoValidSession", "There is no valid session.");
        } else if (busy > 0) {
            busy--;
            exchange.getResponseHeaders().add("Retry-After", "1");
            error(exchange, 503, "Base.1.0.ServiceTemporarilyUnavailable", "Later.");
        } else {
            route(exchange, method, path, body, conditional);
        }
    }

    private void route(HttpExchange exchange, String method, String path, byte[] body, boolean conditional)
            throws IOException {
        switch (method + " " + path) {
            case "GET /redfish/v1/Systems/" -> answer(exchange, 200, document("systems"));
            case "GET /redfish/v1/Systems/1" -> system(exchange);
            case "PATCH /redfish/v1/Systems/1" -> patch(exchange, JSON.readTree(body), conditional);
            case "POST /redfish/v1/Systems/1/Actions/ComputerSystem.Reset" -> reset(exchange, JSON.readTree(body));
            case "GET /redfish/v1/Chassis/1/Thermal" -> {
                exchange.getResponseHeaders().add("Location", "/redfish/v1/Chassis/1/ThermalMetrics");
                exchange.sendResponseHeaders(308, -1);
                exchange.close();
            }
            case "POST /redfish/v1/Managers/1/LogServices/Sel/Actions/LogService.ClearLog" -> {
                logCleared = true;
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            }
            default -> resource(exchange, method, path);
        }
    }

    private void resource(HttpExchange exchange, String method, String path) throws IOException {
        if (method.equals("DELETE") && sessions.remove(path) != null) {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            return;
        }
        String name = path.replace("/redfish/v1/", "").replace('/', '-').toLowerCase(java.util.Locale.ROOT);
        if (name.startsWith("managers-1-logservices-sel-entries") && logCleared) {
            answer(exchange, 200, JSON.readTree("{\"Members\": []}"));
        } else if (method.equals("GET") && getClass().getResource("/redfish/" + name + ".json") != null) {
            answer(exchange, 200, document(name));
        } else {
            error(exchange, 404, "Base.1.0.ResourceMissingAtURI", "The resource at " + path + " was not found.");
        }
    }

    private void open(HttpExchange exchange, JsonNode login) throws IOException {
        if (!login.path("UserName").asText().equals(USER)
                || !login.path("Password").asText().equals(PASSWORD)) {
            error(exchange, 401, "Base.1.0.ResourceAtUriUnauthorized", "Invalid username or password.");
        } else if (sessions.size() >= sessionLimit) {
            error(exchange, 503, "Base.1.0.SessionLimitExceeded", "The session limit was exceeded.");
        } else {
            String path = "/redfish/v1/SessionService/Sessions/" + (sessions.size() + 1);
            sessions.put(path, "token-" + System.nanoTime());
            exchange.getResponseHeaders().add("X-Auth-Token", sessions.get(path));
            exchange.getResponseHeaders().add("Location", path);
            answer(exchange, 201, JSON.readTree("{}"));
        }
    }

    private void system(HttpExchange exchange) throws IOException {
        var system = document("system").<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy();
        system.put("PowerState", power);
        system.set("Boot", boot);
        exchange.getResponseHeaders().add("ETag", "W/\"" + version + "\"");
        answer(exchange, 200, system);
    }

    private void patch(HttpExchange exchange, JsonNode change, boolean conditional) throws IOException {
        if (!conditional) {
            error(exchange, 428, "Base.1.5.PreconditionRequired", "If-Match is needed.");
            return;
        }
        if (raceOnce) {
            raceOnce = false;
            version++;
        }
        if (!exchange.getRequestHeaders().getFirst("If-Match").equals("W/\"" + version + "\"")) {
            error(exchange, 412, "Base.1.5.PreconditionFailed", "The ETag did not match.");
            return;
        }
        if (refuseMode && change.path("Boot").has("BootSourceOverrideMode")) {
            error(exchange, 400, "Base.1.0.PropertyNotWritable", "BootSourceOverrideMode is read only.");
            return;
        }
        var merged = boot.<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy();
        merged.setAll((com.fasterxml.jackson.databind.node.ObjectNode) change.path("Boot"));
        boot = merged;
        version++;
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private void reset(HttpExchange exchange, JsonNode order) throws IOException {
        String type = order.path("ResetType").asText();
        if (!new TreeSet<>(List.of("On", "ForceOff", "ForceRestart", "PushPowerButton")).contains(type)) {
            error(exchange, 400, "Base.1.0.ActionParameterNotSupported", type + " is not supported.");
            return;
        }
        power = type.equals("On") || type.equals("ForceRestart") ? "On" : "Off";
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private static JsonNode document(String name) throws IOException {
        try (InputStream in = FakeRedfish.class.getResourceAsStream("/redfish/" + name + ".json")) {
            return JSON.readTree(in);
        }
    }

    private static void error(HttpExchange exchange, int status, String id, String message) throws IOException {
        answer(
                exchange,
                status,
                JSON.readTree("{\"error\": {\"code\": \"" + id + "\", \"message\": \"" + message
                        + "\", \"@Message.ExtendedInfo\": [{\"MessageId\": \"" + id + "\", \"Message\": \"" + message
                        + "\"}]}}"));
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
