package io.petaforge.cloud.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.cloud.ClusterTags;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A volume as Cinder tells of it.
 *
 * @param status such as {@code creating}, {@code available}, {@code in-use}, {@code error}
 * @param gigabytes size in GiB
 */
record Volume(String id, String name, String status, int gigabytes, Map<String, String> metadata) {
    Volume {
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    static Volume of(JsonNode json) {
        Map<String, String> metadata = new TreeMap<>();
        json.path("metadata")
                .fields()
                .forEachRemaining(
                        field -> metadata.put(field.getKey(), field.getValue().asText()));
        return new Volume(
                json.path("id").asText(),
                json.path("name").asText(),
                json.path("status").asText(),
                json.path("size").asInt(),
                metadata);
    }

    String attempt() {
        return metadata.getOrDefault(Server.ATTEMPT, "");
    }

    String machine() {
        return metadata.getOrDefault(ClusterTags.MACHINE, "");
    }
}
