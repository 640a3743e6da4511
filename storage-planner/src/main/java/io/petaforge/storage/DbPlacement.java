package io.petaforge.storage;

import io.petaforge.api.ByteSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides where the OSDs of one host have their RocksDB, when the host has drives for that. The OSDs are dealt over the DB
 * drives, which are cut into equal parts; the write-ahead log goes with the DB, as BlueStore does when nothing else is
 * said. An OSD that exists keeps its part, or keeps having none: a DB is not moved.
 */
final class DbPlacement {
    private final Map<String, DriveSlice> places = new HashMap<>();
    private final List<String> without = new ArrayList<>();

    /**
     * @param uuids the OSDs of the host, in order
     * @param inForce OSDs of the plan in force, by UUID
     */
    DbPlacement(StorageRequest.Host host, List<String> uuids, Map<String, OsdPlan> inForce) {
        if (host.dbDrives().isEmpty()) {
            return;
        }
        Map<String, Integer> cut = new HashMap<>();
        Set<String> taken = new HashSet<>();
        List<String> open = new ArrayList<>();
        for (String uuid : uuids) {
            OsdPlan known = inForce.get(uuid);
            if (known == null) {
                open.add(uuid);
            } else if (known.db().isPresent()) {
                DriveSlice slice = known.db().get();
                places.put(uuid, slice);
                cut.put(slice.serial(), slice.of());
                taken.add(slice.serial() + "/" + slice.index());
            }
        }
        List<StorageRequest.Drive> drives = host.dbDrives().stream()
                .sorted(Comparator.comparing(StorageRequest.Drive::serial))
                .toList();
        List<DriveSlice> free = new ArrayList<>();
        int fresh = 0;
        for (StorageRequest.Drive drive : drives) {
            int parts = cut.getOrDefault(drive.serial(), 0);
            fresh += parts == 0 ? 1 : 0;
            for (int i = 0; i < parts; i++) {
                if (!taken.contains(drive.serial() + "/" + i)) {
                    free.add(slice(drive, i, parts));
                }
            }
        }
        int left = Math.max(0, open.size() - free.size());
        int parts = fresh == 0 ? 0 : (left + fresh - 1) / fresh;
        for (int i = 0; i < parts; i++) {
            for (StorageRequest.Drive drive : drives) {
                if (!cut.containsKey(drive.serial())) {
                    free.add(slice(drive, i, parts));
                }
            }
        }
        for (int i = 0; i < open.size(); i++) {
            if (i < free.size()) {
                places.put(open.get(i), free.get(i));
            } else {
                without.add(open.get(i));
            }
        }
    }

    /** Where each OSD, by UUID, has its DB; those that have it with their data are not among them. */
    Map<String, DriveSlice> places() {
        return Map.copyOf(places);
    }

    /** New OSDs for which no part of a DB drive is left. */
    List<String> without() {
        return List.copyOf(without);
    }

    private static DriveSlice slice(StorageRequest.Drive drive, int index, int of) {
        return new DriveSlice(drive.serial(), new ByteSize(drive.size().bytes() / of), drive.media(), index, of);
    }
}
