package io.petaforge.maas.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** An answer of the region. */
record FakeReply(int status, String type, String body, Optional<String> retryAfter) {
    static FakeReply json(JsonNode body) {
        return new FakeReply(200, "application/json; charset=utf-8", body.toString(), Optional.empty());
    }

    static FakeReply text(int status, String body) {
        return new FakeReply(status, "text/plain; charset=utf-8", body, Optional.empty());
    }

    /** Text of which no charset is said. */
    static FakeReply bare(int status, String body) {
        return new FakeReply(status, "text/plain", body, Optional.empty());
    }

    static FakeReply html(int status, String body) {
        return new FakeReply(status, "text/html; charset=utf-8", body, Optional.empty());
    }

    /** 400 with the message for one field. */
    static FakeReply invalid(String field, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray(field).add(message);
        return new FakeReply(400, "application/json; charset=utf-8", body.toString(), Optional.empty());
    }

    /** Locked, not the owner, not an administrator: the body is empty. */
    static FakeReply forbidden() {
        return text(403, "");
    }

    static FakeReply noMachine() {
        return bare(404, "No Machine matches the given query.");
    }

    static FakeReply unknownEndpoint(String path) {
        return text(404, "Unknown API endpoint: " + path + ".");
    }

    static FakeReply unknownOperation(FakeRequest request) {
        return text(400, "Unrecognised signature: method=" + request.method() + " op=" + request.op());
    }
}
