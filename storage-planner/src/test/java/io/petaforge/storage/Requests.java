package io.petaforge.storage;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.StorageRequest.Sizing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Requests that tests begin with. */
public final class Requests {
    private Requests() {}

    public static StorageRequest lab() {
        return new StorageRequest(
                "lab",
                List.of(
                        host(1, "r1", "1GiB", "400MiB", drives("LAB-1", 2, "8GiB", Media.SSD)),
                        host(2, "r2", "1GiB", "400MiB", drives("LAB-2", 2, "8GiB", Media.SSD)),
                        host(3, "r3", "1GiB", "400MiB", drives("LAB-3", 2, "8GiB", Media.SSD))),
                new Protection.Replicated(3, 2),
                FailureDomain.RACK,
                Sizing.LAB,
                Optional.empty());
    }

    /** 122 drives of 15.36 TB, give or take: a petabyte with EC 4+2. */
    public static StorageRequest petabyte() {
        List<StorageRequest.Host> hosts = IntStream.range(0, 13)
                .mapToObj(i ->
                        host(i + 1, "r" + (i % 7 + 1), "256GiB", "32GiB", drives("NV-" + i, 10, "15.36TB", Media.NVME)))
                .toList();
        return new StorageRequest(
                "peta", hosts, new Protection.Erasure(4, 2), FailureDomain.RACK, Sizing.PRODUCTION, Optional.empty());
    }

    public static StorageRequest with(
            StorageRequest request, List<StorageRequest.Host> hosts, Optional<StoragePlan> previous) {
        return new StorageRequest(
                request.cluster(), hosts, request.protection(), request.failureDomain(), request.sizing(), previous);
    }

    public static StorageRequest.Host host(
            int number, String rack, String memory, String reserved, List<StorageRequest.Drive> drives) {
        return new StorageRequest.Host(
                new MachineId("storage-" + number), rack, ByteSize.parse(memory), ByteSize.parse(reserved), drives);
    }

    public static List<StorageRequest.Drive> drives(String prefix, int count, String size, Media media) {
        List<StorageRequest.Drive> drives = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drives.add(new StorageRequest.Drive(prefix + "-" + i, ByteSize.parse(size), media));
        }
        return drives;
    }
}
