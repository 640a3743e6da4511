package io.petaforge.discover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** JSON as tools print it: older versions write numbers and truth values as text, and failing ones no JSON at all. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** The document; a missing node where the text is none. */
    static JsonNode read(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The text of a value without surrounding space; empty for none. */
    static String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? "" : node.asText("").strip();
    }

    /** {@code true}, {@code 1}, {@code "1"}. */
    static boolean truth(JsonNode node) {
        String text = text(node);
        return text.equals("true") || text.equals("1");
    }

    /** A whole number, be it written as text; 0 for none. */
    static long whole(JsonNode node) {
        return node.isNumber() ? node.asLong() : text(node).matches("\\d{1,18}") ? Long.parseLong(text(node)) : 0;
    }
}
