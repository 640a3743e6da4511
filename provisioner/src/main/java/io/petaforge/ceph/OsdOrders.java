package io.petaforge.ceph;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.drive.DriveOrder;
import io.petaforge.drive.DriveOrder.Volume;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.storage.DriveSlice;
import io.petaforge.storage.OsdPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the OSDs of a host want of its drives. Parts of drives are logical volumes, named as ceph-volume names them. */
final class OsdOrders {
    private OsdOrders() {}

    /** All orders of a host, in the order of its OSDs. */
    static List<DriveOrder> of(ClusterPlan plan, MachineId host) {
        List<DriveOrder> orders = new ArrayList<>();
        for (OsdPlan osd : plan.storage().osdsOf(host)) {
            orders.add(data(plan.cluster(), osd));
            db(plan.cluster(), osd).ifPresent(orders::add);
        }
        return orders;
    }

    /** Where the OSD has its objects. */
    static DriveOrder data(String cluster, OsdPlan osd) {
        return order(cluster, osd, osd.data(), Integer.toString(osd.id()), "osd." + osd.id(), "osd-block-");
    }

    /** Where the OSD has its DB, when that is not where its objects are. */
    static Optional<DriveOrder> db(String cluster, OsdPlan osd) {
        return osd.db()
                .map(slice -> order(cluster, osd, slice, osd.id() + ".db", "osd." + osd.id() + "'s DB", "osd-db-"));
    }

    /** Whether a drive of the host is divided. */
    static boolean divides(ClusterPlan plan, MachineId host) {
        return of(plan, host).stream().anyMatch(DriveOrder::isPart);
    }

    private static DriveOrder order(
            String cluster, OsdPlan osd, DriveSlice slice, String key, String purpose, String prefix) {
        Volume volume = slice.isWhole() ? Volume.NONE : new Volume(group(cluster, slice.serial()), prefix + osd.uuid());
        return new DriveOrder(
                osd.host(),
                key,
                purpose,
                slice.serial(),
                new ByteSize(slice.size().bytes() * slice.of()),
                slice.media(),
                volume);
    }

    private static String group(String cluster, String serial) {
        String name = "petaforge/drive/" + cluster + "/" + serial;
        return "ceph-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
