package io.petaforge.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.OptionalLong;

/** Reads what the store has left from {@code ceph df --format json}. */
final class CephSpace {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CephSpace() {}

    /**
     * Bytes that a pool can still take, its protection taken off; empty when the text does not say, or says 0 while
     * there is raw space, as the manager does before it has heard from the OSDs.
     */
    static OptionalLong free(String json, String pool) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return OptionalLong.empty();
        }
        for (JsonNode found : root.path("pools")) {
            if (found.path("name").asText().equals(pool)) {
                long free = found.path("stats").path("max_avail").asLong();
                boolean unheard = free == 0
                        && root.path("stats").path("total_used_raw_ratio").asDouble() < 0.85;
                return unheard ? OptionalLong.empty() : OptionalLong.of(free);
            }
        }
        return OptionalLong.empty();
    }
}
