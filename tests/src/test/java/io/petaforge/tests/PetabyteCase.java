package io.petaforge.tests;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StoragePlan;
import io.petaforge.storage.StoragePlanner;
import io.petaforge.storage.StorageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A petabyte in one layout, and the same with one more rack.
 *
 * @param plan of what is there
 * @param grown the plan after it, with the additional rack
 */
record PetabyteCase(String name, Protection protection, StoragePlan plan, StoragePlan grown) {
    /**
     * Plans both.
     *
     * @param racks how many hosts each has
     * @param more how many hosts the additional rack has
     */
    static PetabyteCase of(String name, Protection protection, List<Integer> racks, int more, int drives, String size) {
        List<StorageRequest.Host> hosts = new ArrayList<>();
        for (int rack = 0; rack < racks.size(); rack++) {
            hosts.addAll(rack("r" + (rack + 1), racks.get(rack), drives, size));
        }
        StoragePlan plan = StoragePlanner.plan(request(protection, hosts, Optional.empty()));
        hosts.addAll(rack("r" + (racks.size() + 1), more, drives, size));
        return new PetabyteCase(
                name, protection, plan, StoragePlanner.plan(request(protection, hosts, Optional.of(plan))));
    }

    /** Bytes that can be stored when OSDs are filled to four fifths. */
    double usable() {
        return plan.osds().stream().mapToLong(osd -> osd.size().bytes()).sum() * protection.efficiency() * 0.8;
    }

    private static StorageRequest request(
            Protection protection, List<StorageRequest.Host> hosts, Optional<StoragePlan> previous) {
        return new StorageRequest(
                "petabyte",
                hosts,
                protection,
                StorageRequest.FailureDomain.RACK,
                StorageRequest.Sizing.PRODUCTION,
                previous);
    }

    private static List<StorageRequest.Host> rack(String rack, int hosts, int drives, String size) {
        List<StorageRequest.Host> made = new ArrayList<>();
        for (int host = 1; host <= hosts; host++) {
            List<StorageRequest.Drive> own = new ArrayList<>();
            for (int drive = 1; drive <= drives; drive++) {
                own.add(new StorageRequest.Drive(rack + "-" + host + "-" + drive, ByteSize.parse(size), Media.NVME));
            }
            made.add(new StorageRequest.Host(
                    new MachineId("storage-" + rack + "-" + host), rack, ByteSize.ofGiB(512), ByteSize.ofGiB(32), own));
        }
        return made;
    }
}
