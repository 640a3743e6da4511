package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An element of EC2's answers: its name, its text, what lies in it. */
record Xml(String name, String text, List<Xml> children) {
    Xml {
        requireNonNull(name, "name");
        requireNonNull(text, "text");
        children = List.copyOf(children);
    }

    /** The first child of that name, and so on down the path. */
    Optional<Xml> at(String... path) {
        Optional<Xml> here = Optional.of(this);
        for (String step : path) {
            here = here.flatMap(element -> element.children().stream()
                    .filter(child -> child.name().equals(step))
                    .findFirst());
        }
        return here;
    }

    /** The text there; empty when there is no such element. */
    String value(String... path) {
        return at(path).map(Xml::text).orElse("");
    }

    /** A whole number there, or what is so otherwise. */
    long number(long otherwise, String... path) {
        String text = value(path);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : otherwise;
    }

    /** The items of a set; an empty list when there is none. */
    List<Xml> items(String... path) {
        return at(path).map(Xml::children).orElse(List.of()).stream()
                .filter(child -> child.name().equals("item"))
                .toList();
    }

    /** The tags of a thing. */
    Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>();
        items("tagSet").forEach(tag -> tags.put(tag.value("key"), tag.value("value")));
        return tags;
    }

    /** An element that is not yet closed. */
    static final class Open {
        private final String name;
        private final StringBuilder text = new StringBuilder();
        private final List<Xml> children = new ArrayList<>();

        Open(String name) {
            this.name = name;
        }

        void text(char[] from, int start, int length) {
            text.append(from, start, length);
        }

        void add(Xml child) {
            children.add(child);
        }

        Xml close() {
            return new Xml(name, children.isEmpty() ? text.toString().strip() : "", children);
        }
    }
}
