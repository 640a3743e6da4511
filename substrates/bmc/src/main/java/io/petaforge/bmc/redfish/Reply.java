package io.petaforge.bmc.redfish;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What a service answered.
 *
 * @param body the document; a missing node when there is none
 * @param etag the resource's version, from the header or the document
 * @param token what the session is known by, in the answer that opens it
 * @param location where a thing that was made is, or where it has moved
 * @param retryAfter seconds after which to ask again
 */
record Reply(
        int status,
        JsonNode body,
        Optional<String> etag,
        Optional<String> token,
        Optional<String> location,
        Optional<String> retryAfter) {
    Reply {
        requireNonNull(body, "body");
        requireNonNull(etag, "etag");
        requireNonNull(token, "token");
        requireNonNull(location, "location");
        requireNonNull(retryAfter, "retryAfter");
    }

    boolean ok() {
        return status >= 200 && status < 300;
    }

    /** Whether it moved elsewhere. */
    boolean moved() {
        return status == 301 || status == 302 || status == 307 || status == 308;
    }

    /** The service's own words about a failure, or the bare status. */
    String words() {
        StringJoiner words = new StringJoiner("; ");
        for (JsonNode info : body.path("error").path("@Message.ExtendedInfo")) {
            String message = info.path("Message").asText("");
            if (!message.isBlank()) {
                words.add(message.strip());
            }
        }
        if (words.length() == 0) {
            String message = body.path("error").path("message").asText("");
            if (!message.isBlank()) {
                words.add(message.strip());
            }
        }
        return "HTTP " + status + (words.length() == 0 ? "" : ": " + words);
    }

    /** Whether the words are of this kind, by the name of a message of the Base registry. */
    boolean says(String messageId) {
        for (JsonNode info : body.path("error").path("@Message.ExtendedInfo")) {
            if (info.path("MessageId").asText("").endsWith("." + messageId)) {
                return true;
            }
        }
        return body.path("error").path("code").asText("").endsWith("." + messageId);
    }
}
