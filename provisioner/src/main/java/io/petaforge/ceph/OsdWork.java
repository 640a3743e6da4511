package io.petaforge.ceph;

import io.petaforge.api.Secret;
import io.petaforge.drive.DriveFence;
import io.petaforge.drive.DriveOrder;
import io.petaforge.drive.DriveState;
import io.petaforge.step.Change;
import io.petaforge.step.Effect;
import io.petaforge.storage.OsdPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What {@code osd.py} is to do on one host; that program describes its input. */
final class OsdWork {
    private final CephKeys keys;
    private final List<Map<String, Object>> osds = new ArrayList<>();
    private final Map<String, DriveState> wipes = new LinkedHashMap<>();
    private final Map<String, Division> divisions = new LinkedHashMap<>();
    private final Map<String, List<String>> tags = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();

    private record Division(String device, int of, List<String> volumes) {}

    OsdWork(CephKeys keys) {
        this.keys = keys;
    }

    void add(OsdPlan osd, OsdFence.Place data, Optional<OsdFence.Place> db, OsdFence.Judgement judgement) {
        if (judgement.verdict() == OsdFence.Verdict.NONE) {
            return;
        }
        judgement.wipes().forEach(drive -> wipes.putIfAbsent(drive.serial(), drive));
        String how = judgement.verdict().name().toLowerCase(Locale.ROOT);
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", osd.id());
        order.put("uuid", osd.uuid());
        order.put("device", device(data));
        order.put("db", db.map(OsdWork::device).orElse(""));
        order.put("how", how);
        order.put("key", keys.key("osd." + osd.id()).reveal());
        osds.add(order);
        changes.add(new Change(
                judgement.verdict() == OsdFence.Verdict.ADOPT ? Effect.CHANGE : Effect.CREATE,
                how + " osd." + osd.id() + " on drive " + osd.serial()
                        + osd.db()
                                .map(slice -> " with its DB on " + slice.serial())
                                .orElse(""),
                why(judgement)));
        divide(data, osd.data().of());
        db.ifPresent(place -> divide(place, osd.db().orElseThrow().of()));
        if (judgement.verdict() != OsdFence.Verdict.ADOPT) {
            tag(osd, data, db);
        }
    }

    boolean isEmpty() {
        return osds.isEmpty();
    }

    int osds() {
        return osds.size();
    }

    List<Change> changes() {
        List<Change> all = new ArrayList<>();
        wipes.values()
                .forEach(drive -> all.add(
                        new Change(Effect.WIPE, DriveFence.wiping(drive), "the inventory lets its content be lost")));
        all.addAll(changes);
        return List.copyOf(all);
    }

    private static String why(OsdFence.Judgement judgement) {
        return switch (judgement.verdict()) {
            case ADOPT -> "the drive has it, the host does not know it";
            case REFORMAT -> "formatting it was begun and not finished";
            case FORMAT -> judgement.wipes().isEmpty() ? "the drive is empty" : "";
            case NONE -> "";
        };
    }

    Secret input() {
        List<Map<String, Object>> divide = new ArrayList<>();
        divisions.forEach((group, division) -> divide.add(Map.of(
                "device", division.device(),
                "group", group,
                "of", division.of(),
                "volumes", division.volumes())));
        return Cluster.json(Map.of(
                "wipe",
                wipes.values().stream().map(DriveState::link).toList(),
                "divide",
                divide,
                "tags",
                tags,
                "osds",
                osds));
    }

    private static String device(OsdFence.Place place) {
        return place.order().isPart()
                ? place.order().volume().path()
                : place.drive().link();
    }

    private void divide(OsdFence.Place place, int of) {
        DriveOrder order = place.order();
        if (order.isPart() && place.drive().lvm().filter(lvm -> !lvm.exists()).isPresent()) {
            divisions
                    .computeIfAbsent(
                            order.volume().group(),
                            group -> new Division(place.drive().devices().get(0), of, new ArrayList<>()))
                    .volumes()
                    .add(order.volume().name());
        }
    }

    /**
     * What {@code ceph-volume lvm} looks for when it lists and activates OSDs. A value that begins with {@code @} stands for
     * the UUID that LVM has given the volume of that path.
     */
    private void tag(OsdPlan osd, OsdFence.Place data, Optional<OsdFence.Place> db) {
        List<String> common = new ArrayList<>(List.of(
                "ceph.cluster_name=ceph",
                "ceph.cluster_fsid=" + keys.fsid(),
                "ceph.osd_id=" + osd.id(),
                "ceph.osd_fsid=" + osd.uuid(),
                "ceph.crush_device_class=" + osd.media().deviceClass(),
                "ceph.encrypted=0",
                "ceph.vdo=0",
                "ceph.osdspec_affinity=",
                "ceph.cephx_lockbox_secret=",
                "ceph.block_device=" + device(data)));
        if (data.order().isPart()) {
            common.add("ceph.block_uuid=@" + device(data));
        }
        db.ifPresent(place -> {
            common.add("ceph.db_device=" + device(place));
            if (place.order().isPart()) {
                common.add("ceph.db_uuid=@" + device(place));
                tags.put(device(place), typed(common, "db"));
            }
        });
        if (data.order().isPart()) {
            tags.put(device(data), typed(common, "block"));
        }
    }

    private static List<String> typed(List<String> common, String type) {
        List<String> tags = new ArrayList<>(common);
        tags.add("ceph.type=" + type);
        return List.copyOf(tags);
    }
}
