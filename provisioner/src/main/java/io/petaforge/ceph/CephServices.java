package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Remains;
import io.petaforge.storage.OsdPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Ceph's services by the names of the inventory's roles: where each runs, and what of it can be made anew. */
public final class CephServices {
    private CephServices() {}

    /** The hosts that a service runs on with what it left there; empty for a name that is none of Ceph's. */
    public static Map<MachineId, Remains> remains(ClusterPlan plan, String service) {
        return switch (service) {
            case "mon" ->
                each(
                        plan.ceph().mons(),
                        host -> new Remains(List.of(CephPaths.monUnit(host)), List.of(CephPaths.monData(host))));
            case "mgr" ->
                each(
                        plan.ceph().mgrs(),
                        host -> new Remains(
                                List.of(CephPaths.mgrUnit(host)), List.of(directory(CephPaths.mgrKeyring(host)))));
            case "rgw" ->
                each(
                        plan.ceph().rgws(),
                        host -> new Remains(
                                List.of(CephPaths.rgwUnit(host)),
                                List.of(directory(CephPaths.rgwKeyring(host)), CephPaths.RGW_PEM)));
            case "osd" ->
                each(CephPaths.osdHosts(plan), host -> osds(plan.storage().osdsOf(host)));
            default -> Map.of();
        };
    }

    private static Remains osds(List<OsdPlan> osds) {
        return new Remains(
                osds.stream().map(osd -> CephPaths.osdUnit(osd.id())).toList(),
                osds.stream().map(osd -> "/var/lib/ceph/osd/ceph-" + osd.id()).toList());
    }

    private static String directory(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }

    private static Map<MachineId, Remains> each(Iterable<MachineId> hosts, Function<MachineId, Remains> remains) {
        Map<MachineId, Remains> all = new TreeMap<>();
        hosts.forEach(host -> all.put(host, remains.apply(host)));
        return all;
    }

    /** The part of a host that is away while a service of it is made anew; empty when nobody misses it. */
    public static Optional<CephAbsence.Part> part(String service) {
        return switch (service) {
            case "mon" -> Optional.of(CephAbsence.Part.MON);
            case "osd" -> Optional.of(CephAbsence.Part.OSDS);
            default -> Optional.empty();
        };
    }

    /** All that the whole of Ceph left on each host: for the end of the cluster. */
    public static Map<MachineId, Remains> everything(ClusterPlan plan) {
        Map<MachineId, Remains> all = new TreeMap<>();
        names().forEach(service -> remains(plan, service).forEach((host, left) -> all.merge(host, left, Remains::and)));
        // Where Ceph is not known, it stops nothing and finds nothing.
        Remains common = new Remains(
                List.of(), List.of(CephPaths.CONF, CephPaths.ADMIN_KEYRING, CephPaths.CA, S3ProofStep.RECORD));
        plan.machines().forEach(machine -> all.merge(machine.id(), common, Remains::and));
        return all;
    }

    /** All names. */
    public static Set<String> names() {
        return Set.of("mon", "mgr", "osd", "rgw");
    }
}
