package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The lab with erasure coding: Ceph has the planned rule, profile and pool. LabIT sees to everything else. Needs root. */
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class LabErasureIT {
    private static final String INVENTORY =
            Petaforge.root().resolve("inventories/lab-ec.yaml").toString();

    private static final String LAYOUT = "layout: 6 OSDs, 3 racks, 2 rules, 7 pools as planned";

    @TempDir
    Path directory;

    @Test
    void cephHasThePlannedErasureCode() throws Exception {
        Petaforge petaforge = new Petaforge(directory);
        try {
            JsonNode built = petaforge
                    .run("build", "--no-verify", "--output", "json", INVENTORY)
                    .mustExit(0)
                    .json();
            assertEquals(LAYOUT, layout(built));
            JsonNode pools = new ObjectMapper()
                    .readTree(petaforge
                            .run("ssh", INVENTORY, "storage-1", "--", "ceph osd pool ls detail --format json")
                            .mustExit(0)
                            .stdout());
            JsonNode data = StreamSupport.stream(pools.spliterator(), false)
                    .filter(pool -> pool.path("pool_name").asText().equals("default.rgw.buckets.data"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("ec-2-1-rack-ssd", data.path("erasure_code_profile").asText());
            assertEquals(3, data.path("size").asInt());
            assertEquals(2, data.path("min_size").asInt());
            JsonNode again = petaforge
                    .run("build", "--no-verify", "--output", "json", INVENTORY)
                    .mustExit(0)
                    .json();
            assertFalse(again.path("changed").asBoolean());
            assertEquals(LAYOUT, layout(again));
        } finally {
            petaforge.run("destroy", "--yes", INVENTORY).mustExit(0);
        }
    }

    private static String layout(JsonNode report) {
        return StreamSupport.stream(report.path("steps").spliterator(), false)
                .filter(step -> step.path("name").asText().equals("ceph/layout"))
                .map(step -> step.path("found").asText())
                .findFirst()
                .orElse("");
    }
}
