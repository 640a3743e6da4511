package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.cloud.CloudStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsRecordTest {
    @TempDir
    private Path state;

    @Test
    void oneOfAnEarlierVersionKnowsOfNoNewRootVolumes() throws Exception {
        Path file = state.resolve("pf1/aws/record.json");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                """
                {"format": 1, "cluster": "pf1", "token": "t", "region": "eu-central-1", "batches": [], "machines": [],
                 "jump": true}
                """);
        assertEquals(
                Optional.of(new AwsRecord(1, "pf1", "t", "eu-central-1", List.of(), List.of(), List.of(), true)),
                new CloudStore<>(state, "aws", AwsRecord.class).read("pf1"));
    }

    @Test
    void aRootVolumeThatWasTakenOffStaysTheMachines() {
        AwsRecord.Held held = new AwsRecord.Held(
                "storage-1", "b1", "i-1", "", "", "k", Map.of("/dev/sda1", "vol-1", "/dev/sdf", "vol-2"));
        assertEquals(
                Map.of("/dev/sda1", "vol-1", "/dev/sdf", "vol-2"),
                AwsRecord.Held.volumes(Optional.of(held), instance("i-1", Map.of("/dev/sdf", "vol-2"))));
        assertEquals(
                Map.of("/dev/sda1", "vol-3"),
                AwsRecord.Held.volumes(Optional.of(held), instance("i-1", Map.of("/dev/sda1", "vol-3"))),
                "another took its place, and a data volume that somebody took away is not the machine's");
        assertEquals(
                Map.of("/dev/sda1", "vol-4"),
                AwsRecord.Held.volumes(Optional.of(held), instance("i-2", Map.of("/dev/sda1", "vol-4"))));
        assertEquals(
                Map.of("/dev/sda1", "vol-5"),
                AwsRecord.Held.volumes(Optional.empty(), instance("i-2", Map.of("/dev/sda1", "vol-5"))));
    }

    private static Instance instance(String id, Map<String, String> volumes) {
        return new Instance(
                id, 0, "running", "", "m5.large", "z", "", "", false, "/dev/sda1", "ebs", volumes, Map.of());
    }
}
