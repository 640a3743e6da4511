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

/** Decides the OSDs: the parts of drives that they are on, their numbers, UUIDs and memory. */
final class OsdPlanner {
    /** Ceph refuses an osd_memory_target below this (16.2: "below minimum 939524096"). */
    static final ByteSize LEAST_TARGET = ByteSize.ofMiB(896);

    /** The field plans 8 GB for each OSD and 20 % on top; more went unused but in a record cluster. */
    static final ByteSize MOST_TARGET = ByteSize.ofGiB(8);

    private OsdPlanner() {}

    static List<OsdPlan> osds(StorageRequest request) {
        OsdsPerDrive perDrive = new OsdsPerDrive(request);
        Map<String, OsdPlan> inForce = inForce(request);
        Map<String, Integer> ids = ids(request, perDrive, inForce);
        List<OsdPlan> osds = new ArrayList<>();
        for (StorageRequest.Host host : request.hosts()) {
            ByteSize target = memoryTarget(host, perDrive);
            Map<String, DriveSlice> slices = slices(request.cluster(), host, perDrive);
            Map<String, DriveSlice> dbs =
                    dbs(request.cluster(), host, perDrive, inForce).places();
            slices.forEach((uuid, slice) -> osds.add(new OsdPlan(
                    ids.getOrDefault(uuid, -1),
                    uuid,
                    host.id(),
                    host.rack(),
                    slice,
                    Optional.ofNullable(dbs.get(uuid)),
                    target)));
        }
        osds.sort(Comparator.comparingInt(OsdPlan::id));
        return List.copyOf(osds);
    }

    static Map<String, OsdPlan> inForce(StorageRequest request) {
        Map<String, OsdPlan> inForce = new HashMap<>();
        request.previous().ifPresent(plan -> plan.osds().forEach(osd -> inForce.put(osd.uuid(), osd)));
        return inForce;
    }

    /** Where the OSDs of a host have their DBs. */
    static DbPlacement dbs(
            String cluster, StorageRequest.Host host, OsdsPerDrive perDrive, Map<String, OsdPlan> inForce) {
        return new DbPlacement(host, List.copyOf(slices(cluster, host, perDrive).keySet()), inForce);
    }

    /** What a host can give to each of its OSDs, a fifth of it kept back: targets are aims, not limits. */
    static ByteSize share(StorageRequest.Host host, OsdsPerDrive perDrive) {
        long left = Math.max(0, host.memory().bytes() - host.reserved().bytes());
        return new ByteSize(left / 5 * 4 / Math.max(1, perDrive.of(host)));
    }

    private static ByteSize memoryTarget(StorageRequest.Host host, OsdsPerDrive perDrive) {
        long mebibytes = share(host, perDrive).mebibytes();
        return ByteSize.ofMiB(Math.max(LEAST_TARGET.mebibytes(), Math.min(MOST_TARGET.mebibytes(), mebibytes)));
    }

    /** The parts of a host's drives that hold objects, by the UUID of their OSD, ordered by serial and part. */
    private static Map<String, DriveSlice> slices(String cluster, StorageRequest.Host host, OsdsPerDrive perDrive) {
        Map<String, DriveSlice> slices = new java.util.LinkedHashMap<>();
        host.drives().stream()
                .sorted(Comparator.comparing(StorageRequest.Drive::serial))
                .forEach(drive -> {
                    int of = perDrive.on(host, drive);
                    for (int i = 0; i < of; i++) {
                        slices.put(
                                uuid(cluster, drive, i, of),
                                new DriveSlice(
                                        drive.serial(),
                                        new ByteSize(drive.size().bytes() / of),
                                        drive.media(),
                                        i,
                                        of));
                    }
                });
        return slices;
    }

    /** Name-based (RFC 4122, version 3): the same drive in the same cluster is the same OSD, wherever it is plugged in. */
    private static String uuid(String cluster, StorageRequest.Drive drive, int index, int of) {
        String part = of == 1 ? "" : "/" + index + "/" + of;
        String name = "petaforge/osd/" + cluster + "/" + drive.serial() + part;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Map<String, Integer> ids(
            StorageRequest request, OsdsPerDrive perDrive, Map<String, OsdPlan> inForce) {
        List<String> uuids = request.hosts().stream()
                .flatMap(host -> slices(request.cluster(), host, perDrive).keySet().stream())
                .toList();
        Map<String, Integer> ids = new HashMap<>();
        inForce.forEach((uuid, osd) -> ids.put(uuid, osd.id()));
        // The number of an OSD that left is not given away: its entries may outlive it in the cluster's maps.
        Set<Integer> taken = new HashSet<>(ids.values());
        ids.keySet().retainAll(new HashSet<>(uuids));
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
