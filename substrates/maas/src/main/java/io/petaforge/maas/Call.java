package io.petaforge.maas;

import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One request: what follows {@code /MAAS/api/2.0/}, with the trailing slash that MAAS insists on.
 *
 * @param query sent in the address, and shown in logs
 * @param form sent as a form, the only encoding that operations read (JSON is ignored by some); never shown: user data
 *     are in it
 */
record Call(String method, String path, List<Param> query, List<Param> form) {
    /** One name and value; a name with several values is several of these. */
    record Param(String name, String value) {
        Param {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
        }
    }

    Call {
        if (!path.endsWith("/")) {
            throw new IllegalArgumentException("MAAS answers 404 without the trailing slash: " + path);
        }
        query = List.copyOf(query);
        form = List.copyOf(form);
    }

    static Call get(String path) {
        return new Call("GET", path, List.of(), List.of());
    }

    static Call get(String path, String operation) {
        return get(path).query("op", operation);
    }

    static Call post(String path, String operation) {
        return new Call("POST", path, List.of(new Param("op", operation)), List.of());
    }

    /** A new object in a collection. */
    static Call create(String path) {
        return new Call("POST", path, List.of(), List.of());
    }

    static Call delete(String path) {
        return new Call("DELETE", path, List.of(), List.of());
    }

    Call query(String name, String value) {
        return new Call(method, path, with(query, name, value), form);
    }

    Call form(String name, String value) {
        return new Call(method, path, query, with(form, name, value));
    }

    /** Whether sending it twice is the same as once. */
    boolean repeatable() {
        return method.equals("GET");
    }

    String uri() {
        return query.isEmpty() ? path : path + "?" + encode(query);
    }

    String body() {
        return encode(form);
    }

    /** For people: the method, the path, and what is asked there. */
    String describe() {
        return (method + " " + path + " " + details()).strip();
    }

    /** For people: the operation, its filters and how many machines were asked for; nothing of the form. */
    String details() {
        StringBuilder text = new StringBuilder();
        long ids = query.stream().filter(param -> param.name().equals("id")).count();
        query.stream().filter(param -> param.name().equals("op")).forEach(param -> text.append(" op=")
                .append(param.value()));
        query.stream()
                .filter(param -> !List.of("op", "id").contains(param.name()))
                .forEach(param ->
                        text.append(' ').append(param.name()).append('=').append(param.value()));
        if (ids > 0) {
            text.append(" id=").append(ids).append(ids == 1 ? " machine" : " machines");
        }
        return text.toString().strip();
    }

    private static List<Param> with(List<Param> params, String name, String value) {
        List<Param> more = new ArrayList<>(params);
        more.add(new Param(name, value));
        return more;
    }

    private static String encode(List<Param> params) {
        return params.stream()
                .map(param -> URLEncoder.encode(param.name(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(param.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
