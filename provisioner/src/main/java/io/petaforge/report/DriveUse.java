package io.petaforge.report;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Disk;
import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan;
import io.petaforge.storage.ExcludedDrive;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.crush.CrushWeight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one drive is for.
 *
 * @param text the use with its details, as people read it
 */
record DriveUse(Disk disk, Use use, String text) {
    /** What a drive can be for. */
    enum Use {
        OSD("OSD"),
        DB("OSDs' DB"),
        WORKSPACE("Spark workspace"),
        CACHE("Spark cache"),
        BOOT("boot"),
        EXCLUDED("excluded"),
        UNUSED("unused");

        private final String label;

        Use(String label) {
            this.label = label;
        }

        /** As legends and tables have it. */
        String label() {
            return label;
        }
    }

    DriveUse {
        requireNonNull(disk, "disk");
        requireNonNull(use, "use");
        requireNonNull(text, "text");
    }

    /** All drives of all hosts: hosts in the order of the plan, drives in that of their serials. Looks at each once. */
    static Map<MachineId, List<DriveUse>> of(ClusterPlan plan) {
        Map<MachineId, Map<String, Found>> found = new HashMap<>();
        for (OsdPlan osd : plan.storage().osds()) {
            note(found, osd.host(), osd.serial(), Use.OSD, "osd." + osd.id() + " (" + details(osd) + ")");
            osd.db().ifPresent(db -> note(found, osd.host(), db.serial(), Use.DB, "DB of osd." + osd.id()));
        }
        for (SparkPlan.WorkerPlan worker : plan.spark().workers()) {
            note(found, worker.machine(), worker.workspaceSerial(), Use.WORKSPACE, Use.WORKSPACE.label());
            worker.cacheSerials()
                    .forEach(serial -> note(found, worker.machine(), serial, Use.CACHE, Use.CACHE.label()));
        }
        for (ExcludedDrive drive : plan.storage().excluded()) {
            note(found, drive.host(), drive.serial(), Use.EXCLUDED, "left alone: " + drive.reason());
        }
        Map<MachineId, List<DriveUse>> uses = new LinkedHashMap<>();
        plan.machines().forEach(machine -> {
            Map<String, Found> here = found.getOrDefault(machine.id(), Map.of());
            uses.put(
                    machine.id(),
                    machine.disks().stream()
                            .map(disk -> use(disk, here.get(disk.serial())))
                            .toList());
        });
        return uses;
    }

    private record Found(Use use, List<String> texts) {}

    private static void note(
            Map<MachineId, Map<String, Found>> found, MachineId host, String serial, Use use, String text) {
        found.computeIfAbsent(host, id -> new HashMap<>())
                .computeIfAbsent(serial, id -> new Found(use, new ArrayList<>(1)))
                .texts()
                .add(text);
    }

    private static DriveUse use(Disk disk, @Nullable Found found) {
        if (found != null && found.use() != Use.EXCLUDED) {
            return new DriveUse(disk, found.use(), String.join(", ", found.texts()));
        }
        if (disk.boot()) {
            return new DriveUse(disk, Use.BOOT, "the operating system's: left alone");
        }
        return found == null
                ? new DriveUse(disk, Use.UNUSED, "unused")
                : new DriveUse(disk, found.use(), String.join(", ", found.texts()));
    }

    private static String details(OsdPlan osd) {
        return "weight " + CrushWeight.of(osd.size())
                + (osd.data().isWhole() ? "" : ", " + osd.size().decimal()) + ", memory target " + osd.memoryTarget();
    }
}
