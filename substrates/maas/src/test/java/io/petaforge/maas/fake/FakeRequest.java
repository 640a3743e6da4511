package io.petaforge.maas.fake;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request as the region reads it: a name may have several values, in their order. */
public record FakeRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> form,
        boolean json,
        String user,
        boolean superuser) {
    static final String ROOT = "/MAAS/api/2.0/";

    static FakeRequest of(HttpExchange exchange, FakeAuth.User user) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        boolean json = type.startsWith("application/json");
        String raw = exchange.getRequestURI().getRawQuery();
        return new FakeRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                parse(raw == null ? "" : raw),
                // Operations read forms only: what comes as JSON is as if it had not come.
                json ? Map.of() : parse(body),
                json,
                user.name(),
                user.superuser());
    }

    private static Map<String, List<String>> parse(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                values.computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
                        .add(parts.length > 1 ? decode(parts[1]) : "");
            }
        }
        return values;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String op() {
        return query("op").or(() -> form("op")).orElse("None");
    }

    Optional<String> query(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    Optional<String> form(String name) {
        return form.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The path below the root, such as {@code machines/}. */
    String below() {
        return path.startsWith(ROOT) ? path.substring(ROOT.length()) : path;
    }

    /** One line for lists of requests: names of what was sent, values only where they say which machine or how. */
    public String line() {
        StringBuilder text = new StringBuilder(method).append(' ').append(below());
        if (!op().equals("None")) {
            text.append(" op=").append(op());
        }
        query.forEach((name, values) -> {
            if (!name.equals("op")) {
                text.append(' ')
                        .append(name)
                        .append('=')
                        .append(name.equals("agent_name") ? "<agent>" : String.join(",", values));
            }
        });
        form.forEach((name, values) -> {
            boolean shown = List.of(
                            "system_id",
                            "dry_run",
                            "storage",
                            "interfaces",
                            "zone",
                            "pool",
                            "tags",
                            "cpu_count",
                            "mem",
                            "storage_layout",
                            "root_device",
                            "distro_series",
                            "erase",
                            "quick_erase",
                            "secure_erase",
                            "mode",
                            "ip_address",
                            "serial",
                            "tag")
                    .contains(name);
            text.append(' ').append(name);
            if (shown) {
                text.append('=').append(String.join(",", values));
            }
        });
        return text.toString();
    }
}
