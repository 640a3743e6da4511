package io.petaforge.storage;

import io.petaforge.api.ByteSize;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Decides the OSDs: one for each drive, its number, its UUID and its memory. */
final class OsdPlanner {
    /** Ceph refuses an osd_memory_target below this (16.2: "below minimum 939524096"). */
    static final ByteSize LEAST_TARGET = ByteSize.ofMiB(896);

    /** The field plans 8 GB for each OSD and 20 % on top; more went unused but in a record cluster. */
    static final ByteSize MOST_TARGET = ByteSize.ofGiB(8);

    private OsdPlanner() {}

    static List<OsdPlan> osds(StorageRequest request) {
        Map<String, Integer> ids = ids(request);
        List<OsdPlan> osds = new ArrayList<>();
        for (StorageRequest.Host host : request.hosts()) {
            ByteSize target = memoryTarget(host);
            for (StorageRequest.Drive drive : host.drives()) {
                String uuid = uuid(request.cluster(), drive);
                osds.add(new OsdPlan(
                        ids.getOrDefault(uuid, -1),
                        uuid,
                        host.id(),
                        host.rack(),
                        DriveSlice.whole(drive.serial(), drive.size(), drive.media()),
                        Optional.empty(),
                        target));
            }
        }
        osds.sort(Comparator.comparingInt(OsdPlan::id));
        return List.copyOf(osds);
    }

    /** What a host can give to each of its OSDs, a fifth of it kept back: targets are aims, not limits. */
    static ByteSize share(StorageRequest.Host host) {
        long left = Math.max(0, host.memory().bytes() - host.reserved().bytes());
        return new ByteSize(left / 5 * 4 / Math.max(1, host.drives().size()));
    }

    private static ByteSize memoryTarget(StorageRequest.Host host) {
        long mebibytes = share(host).mebibytes();
        return ByteSize.ofMiB(Math.max(LEAST_TARGET.mebibytes(), Math.min(MOST_TARGET.mebibytes(), mebibytes)));
    }

    /** Name-based (RFC 4122, version 3): the same drive in the same cluster is the same OSD, wherever it is plugged in. */
    private static String uuid(String cluster, StorageRequest.Drive drive) {
        String name = "petaforge/osd/" + cluster + "/" + drive.serial();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Map<String, Integer> ids(StorageRequest request) {
        Map<String, Integer> inForce = new HashMap<>();
        request.previous().ifPresent(plan -> plan.osds().forEach(osd -> inForce.put(osd.uuid(), osd.id())));
        List<String> uuids = request.hosts().stream()
                .flatMap(host -> host.drives().stream().sorted(Comparator.comparing(StorageRequest.Drive::serial)))
                .map(drive -> uuid(request.cluster(), drive))
                .toList();
        Map<String, Integer> ids = new HashMap<>(inForce);
        ids.keySet().retainAll(uuids);
        // The number of an OSD that left is not given away: its entries may outlive it in the cluster's maps.
        Set<Integer> taken = new HashSet<>(inForce.values());
        int next = 0;
        for (String uuid : uuids) {
            if (!ids.containsKey(uuid)) {
                while (!taken.add(next)) {
                    next++;
                }
                ids.put(uuid, next);
            }
        }
        return ids;
    }
}
