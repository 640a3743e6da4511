package io.petaforge.bmc.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.BmcTarget;
import io.petaforge.bmc.device.Pauses;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One Redfish service: logs in once and keeps the session, follows what moved, waits when asked to, and sends changes
 * only to the version of a resource that was read.
 */
final class RedfishService implements AutoCloseable {
    static final String ROOT = "/redfish/v1/";

    private static final JsonNode NOTHING = MissingNode.getInstance();
    private static final List<Duration> RETRIES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int MOST_MOVES = 3;

    /** A log has a few thousand entries at most; more pages than this go in a circle. */
    private static final int MOST_PAGES = 100;

    private final BmcTarget target;
    private final Exchange exchange;
    private final Pauses pauses;
    private Optional<String> authorization = Optional.empty();
    private Optional<String> token = Optional.empty();
    private Optional<String> session = Optional.empty();
    private Optional<JsonNode> root = Optional.empty();
    private boolean asked;
    private long lastEnd;

    RedfishService(BmcTarget target, Exchange exchange, Pauses pauses) {
        this.target = target;
        this.exchange = exchange;
        this.pauses = pauses;
    }

    /** The service's first document. */
    JsonNode root() {
        if (root.isEmpty()) {
            login();
            root = Optional.of(get(ROOT).body());
        }
        return root.get();
    }

    /**
     * Reads a resource.
     *
     * @throws BmcFailure when it cannot be read
     */
    Reply get(String path) {
        return required("GET", path, NOTHING, Map.of());
    }

    /** Reads a resource that a service need not have; empty when it has none. */
    Optional<Reply> find(String path) {
        Reply reply = retried("GET", path, NOTHING, Map.of());
        if (reply.status() == 404 || reply.status() == 405 || reply.status() == 501) {
            return Optional.empty();
        }
        return Optional.of(checked(reply, "GET", path));
    }

    /** The members of a collection, over all its pages; members that are only named are read. */
    List<JsonNode> members(String path) {
        List<JsonNode> members = new ArrayList<>();
        Optional<String> page = Optional.of(path);
        for (int i = 0; page.isPresent() && i < MOST_PAGES; i++) {
            JsonNode body = get(page.get()).body();
            for (JsonNode member : body.path("Members")) {
                boolean named = member.size() == 1 && member.has("@odata.id");
                members.add(named ? get(member.path("@odata.id").asText()).body() : member);
            }
            page = Optional.of(body.path("Members@odata.nextLink").asText("")).filter(next -> !next.isEmpty());
        }
        return List.copyOf(members);
    }

    /** Starts an action. */
    Reply post(String path, JsonNode body) {
        return required("POST", path, body, Map.of());
    }

    /** Changes the version of a resource that is there now; once more when another came in between. */
    Reply patch(String path, JsonNode body) {
        for (int attempt = 0; ; attempt++) {
            Map<String, String> headers = new HashMap<>();
            get(path).etag().ifPresent(etag -> headers.put("If-Match", etag));
            Reply reply = retried("PATCH", path, body, headers);
            boolean outdated = reply.status() == 412 || reply.status() == 428;
            if (!outdated || attempt > 0) {
                return checked(reply, "PATCH", path);
            }
        }
    }

    private Reply required(String method, String path, JsonNode body, Map<String, String> headers) {
        return checked(retried(method, path, body, headers), method, path);
    }

    private Reply checked(Reply reply, String method, String path) {
        if (!reply.ok()) {
            throw RedfishProblems.failure(target, reply, method, path);
        }
        return reply;
    }

    private Reply retried(String method, String path, JsonNode body, Map<String, String> headers) {
        if (authorization.isEmpty() && token.isEmpty()) {
            login();
        }
        Reply reply = patient(method, path, body, headers);
        if (reply.status() == 401 && token.isPresent()) {
            // The session ended meanwhile, as after a restart of the controller.
            token = Optional.empty();
            session = Optional.empty();
            login();
            reply = patient(method, path, body, headers);
        }
        if (reply.status() == 404) {
            // Some know a resource only with a slash at its end, some only without.
            String other = path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
            Reply second = patient(method, other, body, headers);
            return second.status() == 404 ? reply : second;
        }
        return reply;
    }

    private Reply patient(String method, String path, JsonNode body, Map<String, String> headers) {
        for (int retry = 0; ; retry++) {
            Reply reply = followed(method, path, body, headers);
            boolean later = reply.status() == 503 || reply.status() == 429;
            if (!later || retry == RETRIES.size()) {
                return reply;
            }
            pauses.sleep(wait(reply, RETRIES.get(retry)));
        }
    }

    private static Duration wait(Reply reply, Duration otherwise) {
        String asked = reply.retryAfter().orElse("");
        if (!asked.matches("\\d{1,5}")) {
            return otherwise;
        }
        Duration wait = Duration.ofSeconds(Long.parseLong(asked));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private Reply followed(String method, String path, JsonNode body, Map<String, String> headers) {
        String at = path;
        Reply reply = once(method, at, body, headers);
        for (int move = 0; reply.moved() && reply.location().isPresent() && move < MOST_MOVES; move++) {
            // Only the path: whatever host it names, the token goes nowhere else.
            URI location = URI.create(reply.location().get());
            at = location.getRawPath() + (location.getRawQuery() == null ? "" : "?" + location.getRawQuery());
            reply = once(method, at, body, headers);
        }
        return reply;
    }

    private Reply once(String method, String path, JsonNode body, Map<String, String> headers) {
        if (asked) {
            Duration since = Duration.ofNanos(pauses.nanoTime() - lastEnd);
            if (since.compareTo(target.interval()) < 0) {
                pauses.sleep(target.interval().minus(since));
            }
        }
        Map<String, String> all = new HashMap<>(headers);
        token.ifPresent(value -> all.put("X-Auth-Token", value));
        authorization.ifPresent(value -> all.put("Authorization", value));
        try {
            return exchange.send(method, path, body, all);
        } finally {
            asked = true;
            lastEnd = pauses.nanoTime();
        }
    }

    /** Opens a session where the service has them; else every request carries user and password. */
    private void login() {
        JsonNode first = followed("GET", ROOT, NOTHING, Map.of()).body();
        String sessions = first.path("Links").path("Sessions").path("@odata.id").asText("");
        if (sessions.isEmpty()) {
            authorization = Optional.of("Basic "
                    + Base64.getEncoder()
                            .encodeToString(
                                    (target.user() + ":" + target.password().reveal())
                                            .getBytes(StandardCharsets.UTF_8)));
            return;
        }
        JsonNode credentials = JsonNodeFactory.instance
                .objectNode()
                .put("UserName", target.user())
                .put("Password", target.password().reveal());
        Reply opened = patient("POST", sessions, credentials, Map.of());
        if (!opened.ok() || opened.token().isEmpty()) {
            throw RedfishProblems.login(target, opened);
        }
        token = opened.token();
        session = opened.location()
                .map(location -> URI.create(location).getRawPath())
                .or(() ->
                        Optional.of(opened.body().path("@odata.id").asText("")).filter(id -> !id.isEmpty()));
    }

    /** Ends the session: a controller has few, and keeps those that nobody ends for half an hour. */
    @Override
    public void close() {
        if (token.isPresent() && session.isPresent()) {
            try {
                once("DELETE", session.get(), NOTHING, Map.of());
            } catch (BmcFailure gone) {
                // It does not answer any more: the session ends there by itself.
                root = Optional.empty();
            }
        }
        token = Optional.empty();
        session = Optional.empty();
    }

    /** A failure that a resource of the service is not what it should be. */
    BmcFailure strange(String what) {
        return new BmcFailure(
                BmcFault.REFUSED, target.label() + ": " + what, "Update the controller's firmware, or use IPMI.");
    }
}
