package io.petaforge.ceph;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.drive.DriveFence;
import io.petaforge.drive.DriveOrder;
import io.petaforge.drive.DriveState;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.storage.OsdPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ceph/osd-format}: a BlueStore on every planned drive, behind {@link OsdFence}. Needs no monitor, so all hosts
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
        CephPaths.osdHosts(plan).forEach(host -> probes.add(drives(plan, host)));
        if (!plan.storage().wipe().isEmpty()) {
            probes.add(Cluster.state(plan));
        }
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        Optional<ClusterState> cluster =
                plan.storage().wipe().isEmpty() ? Optional.empty() : facts.get(Cluster.state(plan));
        OsdFence fence = new OsdFence(keys.fsid(), new DriveFence(plan.storage().wipe()), cluster);
        List<Problem> problems = new ArrayList<>();
        List<Action> actions = new ArrayList<>();
        for (MachineId host : CephPaths.osdHosts(plan)) {
            List<DriveState> drives = facts.get(drives(plan, host));
            OsdWork work = new OsdWork(keys);
            for (OsdPlan osd : plan.storage().osdsOf(host)) {
                OsdFence.Place data = place(OsdOrders.data(plan.cluster(), osd), drives);
                Optional<OsdFence.Place> db = OsdOrders.db(plan.cluster(), osd).map(order -> place(order, drives));
                OsdFence.Judgement judgement = fence.judge(osd, data, db);
                problems.addAll(judgement.problems());
                work.add(osd, data, db, judgement);
            }
            if (!work.isEmpty()) {
                actions.add(new Action(
                        host,
                        work.changes(),
                        new Operation.Exec(Scripts.OSD.fed(work.input()), PER_OSD.multipliedBy(work.osds()))));
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(
                    ExitCode.STEP_FAILED, problems.stream().distinct().toList());
        }
        return actions;
    }

    private static Probe<List<DriveState>> drives(ClusterPlan plan, MachineId host) {
        return DriveState.probe(host, "ceph/drives", OsdOrders.of(plan, host));
    }

    private static OsdFence.Place place(DriveOrder order, List<DriveState> drives) {
        return new OsdFence.Place(
                order,
                drives.stream()
                        .filter(found -> found.key().equals(order.key()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("drives.py left out " + order.purpose())));
    }
}
