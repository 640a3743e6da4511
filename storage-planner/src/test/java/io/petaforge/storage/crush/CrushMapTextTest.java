package io.petaforge.storage.crush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ByteSize;
import io.petaforge.storage.Golden;
import io.petaforge.storage.Requests;
import io.petaforge.storage.StoragePlan;
import io.petaforge.storage.StoragePlanner;
import io.petaforge.storage.StorageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CrushMapTextTest {
    @Test
    void theLabsMapIsTheGoldenOne() {
        Golden.assertSame("crush/lab.txt", CrushMapText.render(StoragePlanner.plan(Requests.lab())));
    }

    @Test
    void aPetabyteWithErasureCodingIsTheGoldenOne() {
        Golden.assertSame("crush/petabyte-ec.txt", CrushMapText.render(StoragePlanner.plan(Requests.petabyte())));
    }

    @Test
    void whatIsAddedLeavesTheIdsOfTheOthers() {
        StorageRequest small = Requests.petabyte();
        StoragePlan before = StoragePlanner.plan(small);
        List<StorageRequest.Host> hosts = new ArrayList<>(small.hosts());
        // First in the inventory and by name; last in the cluster all the same.
        hosts.add(
                0,
                Requests.host(
                        100,
                        "r0",
                        "256GiB",
                        "32GiB",
                        Requests.drives("A", 10, "15.36TB", io.petaforge.api.Media.NVME)));
        StoragePlan after = StoragePlanner.plan(Requests.with(small, hosts, Optional.of(before)));
        var ids = CrushTree.of(after).buckets().stream().collect(Collectors.toMap(CrushBucket::name, b -> b));
        for (CrushBucket bucket : CrushTree.of(before).buckets()) {
            assertEquals(bucket.id(), ids.get(bucket.name()).id(), bucket.name());
            assertEquals(bucket.shadows(), ids.get(bucket.name()).shadows(), bucket.name());
        }
    }

    @Test
    void aWeightSurvivesItsText() {
        for (String size : List.of("8GiB", "960GB", "3.84TB", "7.68TB", "15.36TB", "30.72TB", "1PB")) {
            CrushWeight weight = CrushWeight.of(ByteSize.parse(size));
            assertEquals(weight.fixed(), (long) (Double.parseDouble(weight.toString()) * 0x10000), size);
            assertTrue(Math.abs(weight.tebibytes() - ByteSize.parse(size).bytes() / 0x1p40) < 3e-5, size);
        }
    }
}
