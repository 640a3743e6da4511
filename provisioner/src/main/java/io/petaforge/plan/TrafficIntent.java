package io.petaforge.plan;

import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineId;
import io.petaforge.network.capacity.TrafficModel;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.HardwareSpec;
import io.petaforge.spec.MachineGroup;
import io.petaforge.spec.Protection;
import io.petaforge.spec.Role;
import io.petaforge.spec.Volume;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an inventory's cluster asks of its network. */
public final class TrafficIntent {
    /** Ceph warns from here on, so that a host keeps this much of its drives at most in everyday use. */
    private static final double NEARFULL = 0.85;

    private static final double USABLE = 0.8;

    private TrafficIntent() {}

    /**
     * The model. Without {@code network.hardware.traffic} only what Ceph keeps is known, and nothing runs beside its
     * recovery: enough for {@link io.petaforge.network.capacity.Headroom}, not to see whether everyday traffic fits.
     */
    public static TrafficModel of(ClusterSpec spec) {
        Optional<HardwareSpec.Traffic> said = spec.network().hardware().flatMap(HardwareSpec::traffic);
        return new TrafficModel(
                hosts(spec, Role.OSD),
                hosts(spec, Role.SPARK_WORKER),
                said.flatMap(HardwareSpec.Traffic::storedPerHost).orElseGet(() -> stored(spec)),
                spec.storage().protection() instanceof Protection.ErasureCode code ? code.data() : 1,
                said.map(HardwareSpec.Traffic::usable).orElse(USABLE),
                said.map(HardwareSpec.Traffic::recovery).orElse(Duration.ofDays(1)),
                said.map(traffic -> traffic.clientPerHost().bitsPerSecond()).orElse(0L),
                said.map(traffic -> traffic.shufflePerHost().bitsPerSecond()).orElse(0L));
    }

    private static Set<MachineId> hosts(ClusterSpec spec, Role role) {
        return spec.members(role).stream().map(MachineGroup.Member::id).collect(Collectors.toSet());
    }

    /** On average over the storage hosts, which need not be alike. */
    private static ByteSize stored(ClusterSpec spec) {
        double bytes = 0;
        long hosts = 0;
        for (MachineGroup group : spec.groups(Role.OSD)) {
            DiskRequest drives = group.volumes().get(Volume.OSD);
            if (drives != null) {
                bytes += (double) group.count()
                        * drives.count()
                        * drives.atLeast().bytes();
            }
            hosts += group.count();
        }
        return new ByteSize((long) (hosts == 0 ? 0 : bytes / hosts * NEARFULL));
    }
}
