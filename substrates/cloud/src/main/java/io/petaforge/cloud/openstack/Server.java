package io.petaforge.cloud.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.cloud.ClusterTags;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * A server as Nova tells of it.
 *
 * @param status such as {@code BUILD}, {@code ACTIVE}, {@code ERROR}
 * @param zone availability zone; empty before it is scheduled
 * @param host a hash of the hypervisor, equal for servers that share one; empty before it is scheduled
 * @param fault what went wrong; empty unless in ERROR
 * @param volumes ids of the volumes that are attached
 * @param leaving somebody has asked to delete it
 */
record Server(
        String id,
        String name,
        String status,
        String zone,
        String host,
        String fault,
        Map<String, String> metadata,
        List<String> volumes,
        boolean leaving) {
    /** Key of the token that one try of making one machine has. */
    static final String ATTEMPT = "petaforge-attempt";

    Server {
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
        volumes = List.copyOf(volumes);
    }

    static Server of(JsonNode json) {
        Map<String, String> metadata = new TreeMap<>();
        json.path("metadata")
                .fields()
                .forEachRemaining(
                        field -> metadata.put(field.getKey(), field.getValue().asText()));
        return new Server(
                json.path("id").asText(),
                json.path("name").asText(),
                json.path("status").asText("UNKNOWN"),
                json.path("OS-EXT-AZ:availability_zone").asText(""),
                json.path("hostId").asText(""),
                json.path("fault").path("message").asText("").strip(),
                metadata,
                StreamSupport.stream(
                                json.path("os-extended-volumes:volumes_attached")
                                        .spliterator(),
                                false)
                        .map(volume -> volume.path("id").asText())
                        .toList(),
                json.path("OS-EXT-STS:task_state").asText("").equals("deleting"));
    }

    boolean active() {
        return status.equals("ACTIVE");
    }

    boolean failed() {
        return status.equals("ERROR");
    }

    String attempt() {
        return metadata.getOrDefault(ATTEMPT, "");
    }

    String machine() {
        return metadata.getOrDefault(ClusterTags.MACHINE, "");
    }
}
