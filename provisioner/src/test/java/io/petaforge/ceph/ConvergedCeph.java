package io.petaforge.ceph;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import io.petaforge.drive.DriveOrder;
import io.petaforge.drive.DriveState;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.PoolPlan;
import io.petaforge.storage.crush.CrushRuleText;
import io.petaforge.storage.crush.CrushWeight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the programs of Ceph's steps say where everything is as planned. */
public final class ConvergedCeph {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

    private final ClusterPlan plan;
    private final String fsid;

    public ConvergedCeph(ClusterPlan plan, String fsid) {
        this.plan = plan;
        this.fsid = fsid;
    }

    /** What {@code cluster.py} prints of the state. */
    public String cluster() throws IOException {
        return answer(state());
    }

    /** What {@code cluster.py} prints of the two objects of the S3 user. */
    public String objects() throws IOException {
        return answer(List.of(true, true));
    }

    /** What {@code drives.py} prints on a host with OSDs. */
    public String drives(MachineId host) throws IOException {
        List<DriveState> drives = new ArrayList<>();
        for (OsdPlan osd : plan.storage().osdsOf(host)) {
            DriveOrder order = OsdOrders.data(plan.cluster(), osd);
            String link = "/dev/disk/by-id/petaforge-" + osd.serial();
            String id = Integer.toString(osd.id());
            drives.add(new DriveState(
                    order.key(),
                    osd.serial(),
                    List.of("/dev/sd" + (char) ('a' + drives.size())),
                    link,
                    order.size().bytes(),
                    Optional.of(osd.media() == Media.HDD),
                    "",
                    "",
                    true,
                    List.of("ceph-osd (process 4242)"),
                    "ceph_bluestore",
                    Optional.of(new DriveState.Label(osd.uuid(), fsid, id, "ready")),
                    Optional.of(new DriveState.Directory(osd.uuid(), id, "ready", link, "")),
                    Optional.empty()));
        }
        return JSON.writeValueAsString(drives);
    }

    /** What the proof of S3 leaves on its host. */
    public String proof() {
        return "{\"fsid\": \"" + fsid + "\", \"url\": \"" + plan.ceph().s3().url()
                + "\", \"time\": \"2026-01-01T00:00:00.000Z\", \"seconds\": 0.1}";
    }

    /** The file by which a monitor's store is known. */
    public static String store(MachineId mon) {
        return CephPaths.monData(mon) + "/kv_backend";
    }

    private ClusterState state() {
        List<ClusterState.Osd> osds = new ArrayList<>();
        for (OsdPlan osd : plan.storage().osds()) {
            osds.add(new ClusterState.Osd(
                    osd.id(),
                    osd.uuid(),
                    true,
                    true,
                    false,
                    osd.host().value(),
                    osd.rack(),
                    "default",
                    osd.media().deviceClass(),
                    CrushWeight.told(osd.size())));
        }
        List<ClusterState.Rule> rules = new ArrayList<>();
        Map<String, Map<String, String>> profiles = new TreeMap<>();
        plan.storage().rules().forEach(rule -> {
            rules.add(
                    new ClusterState.Rule(rule.name(), CrushRules.type(rule.protection()), CrushRuleText.steps(rule)));
            profiles.put(rule.name(), CrushRules.profile(rule));
        });
        List<ClusterState.Pool> pools = new ArrayList<>();
        int groups = 0;
        for (PoolPlan pool : plan.storage().pools()) {
            String type = CrushRules.type(pool.protection());
            pools.add(new ClusterState.Pool(
                    pool.name(),
                    type,
                    pool.protection().width(),
                    pool.minSize(),
                    pool.placementGroups(),
                    pool.rule(),
                    type.equals("erasure") ? pool.rule() : "",
                    pool.bulk(),
                    List.of(pool.application()),
                    "off"));
            groups += pool.placementGroups();
        }
        List<String> mons = plan.ceph().mons().stream().map(MachineId::value).toList();
        List<String> mgrs = plan.ceph().mgrs().stream().map(MachineId::value).toList();
        return new ClusterState(
                fsid,
                mons,
                mons,
                osds,
                pools,
                rules,
                plan.storage().osds().stream()
                        .map(osd -> osd.media().deviceClass())
                        .distinct()
                        .toList(),
                profiles,
                true,
                "pacific",
                List.of("pacific"),
                mgrs.get(0),
                mgrs.subList(1, mgrs.size()),
                new ClusterState.Pgs(groups, groups),
                Map.of(),
                entities(),
                0,
                List.of(),
                List.of());
    }

    private List<String> entities() {
        List<String> entities = new ArrayList<>(List.of("mon.", "client.admin"));
        plan.storage().osds().forEach(osd -> entities.add("osd." + osd.id()));
        plan.ceph().mgrs().forEach(mgr -> entities.add("mgr." + mgr));
        plan.ceph().rgws().forEach(rgw -> entities.add(CephPaths.rgwEntity(rgw)));
        return entities;
    }

    private static String answer(Object result) throws IOException {
        return JSON.writeValueAsString(Map.of("reachable", true, "results", List.of(result)));
    }
}
