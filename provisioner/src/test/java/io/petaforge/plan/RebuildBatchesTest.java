package io.petaforge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.MachineId;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RebuildBatchesTest {
    @Test
    void hostsOfARackGoTogetherWhereDataSurvivesALostRack() {
        assertEquals(
                List.of(List.of("compute-1", "storage-1"), List.of("storage-3")),
                batches("failure-domain: rack", "storage-1", "storage-3", "compute-1"));
    }

    @Test
    void elsewhereEachGoesAlone() {
        assertEquals(
                List.of(List.of("compute-1"), List.of("storage-1"), List.of("storage-3")),
                batches("failure-domain: host", "storage-1", "storage-3", "compute-1"));
    }

    private static List<List<String>> batches(String domain, String... hosts) {
        ClusterSpec spec =
                InventoryReader.parse(Path.of("lab.yaml"), inventory(domain)).spec();
        Set<MachineId> chosen = Stream.of(hosts).map(MachineId::new).collect(Collectors.toSet());
        return RebuildBatches.of(spec, chosen).stream()
                .map(batch -> batch.stream().map(MachineId::value).toList())
                .toList();
    }

    private static String inventory(String domain) {
        return """
                petaforge: 1
                cluster: lab
                substrate: {lab: {}}
                machines:
                  storage:
                    count: 3
                    racks: [r1, r2, r3]
                    roles: [mon, mgr, osd, rgw]
                    constraints: {threads: ">= 2", memory: ">= 3GiB"}
                    volumes: {osd: 1 x ssd >= 20GB}
                  compute:
                    count: 1
                    racks: [r1]
                    roles: [spark-master, spark-worker, spark-history]
                    constraints: {threads: ">= 2", memory: ">= 4GiB"}
                    volumes: {workspace: 1 x ssd >= 12GB, cache: 1 x ssd >= 12GB}
                storage: {protection: replica 3, %s}
                spark: {executor: {cores: 2, memory: 1GiB}}
                """
                .formatted(domain);
    }
}
