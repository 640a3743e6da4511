package io.petaforge.ceph;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.storage.OsdPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * {@code ceph/osd-format}: a BlueStore on every planned drive, behind {@link DriveFence}. Needs no monitor, so all hosts
 * format while the cluster is being founded. An OSD that is there already is adopted with its data.
 */
final class OsdFormatStep implements Step {
    /** Formatting takes half a second on flash; a rotating drive that has to spin up takes longer. */
    private static final Duration PER_OSD = Duration.ofSeconds(60);

    private final CephKeys keys;

    OsdFormatStep(CephKeys keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "ceph/osd-format";
    }

    @Override
    public Set<String> after() {
        return Set.of("ceph/config");
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        CephPaths.osdHosts(plan).forEach(host -> probes.add(DriveState.probe(plan, host)));
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        DriveFence fence = new DriveFence(keys.fsid());
        List<Problem> problems = new ArrayList<>();
        List<Action> actions = new ArrayList<>();
        for (MachineId host : CephPaths.osdHosts(plan)) {
            List<DriveState> drives = facts.get(DriveState.probe(plan, host));
            List<Map<String, Object>> orders = new ArrayList<>();
            List<String> titles = new ArrayList<>();
            for (OsdPlan osd : plan.storage().osdsOf(host)) {
                DriveState drive = drives.stream()
                        .filter(found -> found.id() == osd.id())
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("drives.py left out osd." + osd.id()));
                var objection = fence.objection(osd, drive);
                if (objection.isPresent()) {
                    problems.add(objection.get());
                    continue;
                }
                DriveFence.Verdict verdict = fence.verdict(osd, drive);
                if (verdict != DriveFence.Verdict.NONE) {
                    String how = verdict.name().toLowerCase(Locale.ROOT);
                    orders.add(order(osd, drive, how));
                    titles.add(how + " osd." + osd.id() + " on drive " + osd.serial());
                }
            }
            if (!orders.isEmpty()) {
                actions.add(new Action(
                        host,
                        String.join(", ", titles),
                        new Operation.Exec(
                                Scripts.OSD.fed(Cluster.json(orders)), PER_OSD.multipliedBy(orders.size()))));
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
        return actions;
    }

    private Map<String, Object> order(OsdPlan osd, DriveState drive, String how) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", osd.id());
        order.put("uuid", osd.uuid());
        order.put("device", drive.link());
        order.put("how", how);
        order.put("key", keys.key("osd." + osd.id()).reveal());
        return order;
    }
}
