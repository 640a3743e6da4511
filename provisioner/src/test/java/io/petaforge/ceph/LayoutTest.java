package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.remote.Output;
import io.petaforge.spec.InventoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plan against dumps of a converged cluster, and against the same dumps with things moved. */
class LayoutTest {
    private static final Path ROOT = Path.of("src/test/resources/io/petaforge/ceph");
    private static final Path DIFFERENCES = ROOT.resolve("layout-differences.txt");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterPlan plan =
            new ClusterPlanner(InventoryReader.read(ROOT.resolve("cluster.yaml"))).plan(CephCasesTest.machines());

    @TempDir
    Path directory;

    @Test
    void aConvergedClusterIsAsPlanned() throws IOException {
        assertEquals(List.of(), Layout.differences(plan, state(dumps())));
    }

    @Test
    void everyDifferenceIsNamed() throws IOException {
        JsonNode dumps = dumps();
        ObjectNode state = (ObjectNode) dumps.at("/results/0");
        ArrayNode osds = (ArrayNode) state.get("osds");
        ((ObjectNode) osds.get(0)).put("rack", "r2");
        ((ObjectNode) osds.get(1)).put("class", "hdd").put("weight", 0.5);
        ((ObjectNode) osds.get(2)).put("uuid", "11111111-2222-3333-4444-555555555555");
        osds.add(((ObjectNode) osds.get(4)).deepCopy().put("id", 9));
        osds.remove(5);
        rule(state).withArray("steps").removeAll().add("take default").add("chooseleaf firstn 0 type host");
        ArrayNode pools = (ArrayNode) state.get("pools");
        pool(pools, "default.rgw.log").put("size", 2).put("minSize", 1);
        pool(pools, ".rgw.root").put("rule", "replicated_rule").put("autoscale", "on");
        pool(pools, "default.rgw.buckets.data").put("pgs", 64).put("bulk", false);
        pool(pools, "default.rgw.meta").putArray("applications");
        pool(pools, "default.rgw.control").put("name", "default.rgw.otp");

        String found = Layout.differences(plan, state(dumps)).stream()
                .map(d -> d.what() + ": planned " + d.planned() + ", found " + d.found())
                .collect(Collectors.joining("\n", "", "\n"));
        if (System.getProperty("petaforge.golden", "").equals("write")) {
            Files.writeString(DIFFERENCES, found);
        }
        assertEquals(Files.readString(DIFFERENCES), found);
    }

    @Test
    void anErasureCodedPlanMissesItsProfileAndRule() throws IOException {
        Path inventory = directory.resolve("cluster.yaml");
        Files.writeString(
                inventory,
                Files.readString(ROOT.resolve("cluster.yaml")).replaceAll("(?m)^storage:\n( .*\n)*", "")
                        + "\nstorage: {protection: ec 2+1}\n");
        ClusterPlan coded = new ClusterPlanner(InventoryReader.read(inventory)).plan(CephCasesTest.machines());
        List<String> what = Layout.differences(coded, state(dumps())).stream()
                .map(Layout.Difference::what)
                .toList();
        assertTrue(
                what.containsAll(List.of(
                        "rule ec-2-1-rack-ssd",
                        "profile ec-2-1-rack-ssd",
                        "pool default.rgw.buckets.data type",
                        "pool default.rgw.buckets.data profile")),
                what.toString());
    }

    private static ObjectNode rule(ObjectNode state) {
        for (JsonNode rule : state.get("rules")) {
            if (rule.get("name").asText().equals("replicated-rack-ssd")) {
                return (ObjectNode) rule;
            }
        }
        throw new IllegalStateException("no such rule");
    }

    private static ObjectNode pool(ArrayNode pools, String name) {
        for (JsonNode pool : pools) {
            if (pool.get("name").asText().equals(name)) {
                return (ObjectNode) pool;
            }
        }
        throw new IllegalStateException("no pool " + name);
    }

    private static JsonNode dumps() throws IOException {
        JsonNode facts = JSON.readTree(ROOT.resolve("facts/converged.json").toFile());
        return JSON.readTree(facts.path("storage-1 ceph/cluster").path("stdout").asText());
    }

    private static ClusterState state(JsonNode dumps) {
        return ClusterState.parse(new Output(0, dumps.toString(), "")).orElseThrow();
    }
}
