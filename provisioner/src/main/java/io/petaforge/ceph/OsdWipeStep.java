package io.petaforge.ceph;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.drive.DriveFence;
import io.petaforge.drive.DriveState;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import io.petaforge.storage.OsdPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ceph/osd-wipe}: the drives of the absent hosts' OSDs hold nothing any more. Only what bears the label of the very
 * OSD that the plan has there is wiped; anything else is left for {@link OsdFence} to judge.
 */
final class OsdWipeStep implements Step {
    private static final Duration PER_DRIVE = Duration.ofSeconds(60);

    private final CephAbsence absence;

    OsdWipeStep(CephAbsence absence) {
        this.absence = absence;
    }

    @Override
    public String name() {
        return "ceph/osd-wipe";
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return new ArrayList<>(absence.awayAmong(CephPaths.osdHosts(plan)).stream()
                .map(host -> drives(plan, host))
                .toList());
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Action> actions = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (MachineId host : absence.awayAmong(CephPaths.osdHosts(plan))) {
            Set<String> links = new LinkedHashSet<>();
            List<String> titles = new ArrayList<>();
            for (OsdPlan osd : plan.storage().osdsOf(host)) {
                for (DriveState drive : own(osd, facts.get(drives(plan, host)))) {
                    if (!drive.openIn().isEmpty()) {
                        problems.add(Problem.of(
                                "PF-DAY-073",
                                "drive " + drive.serial() + " of " + host + " is open in process "
                                        + String.join(", ", drive.openIn())
                                        + ", and was to be wiped",
                                "end that process, and run this again"));
                    } else if (links.add(drive.link())) {
                        titles.add(DriveFence.wiping(drive));
                    }
                }
            }
            if (!links.isEmpty()) {
                Map<String, Object> orders =
                        Map.of("wipe", List.copyOf(links), "divide", List.of(), "tags", Map.of(), "osds", List.of());
                actions.add(new Action(
                        host,
                        String.join(", ", titles),
                        new Operation.Exec(Scripts.OSD.fed(Cluster.json(orders)), PER_DRIVE.multipliedBy(links.size())),
                        Effect.WIPE,
                        "its OSD is to be filled again"));
            }
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
        return actions;
    }

    private static List<DriveState> own(OsdPlan osd, List<DriveState> drives) {
        return drives.stream()
                .filter(drive -> drive.key().equals(Integer.toString(osd.id()))
                        || drive.key().equals(osd.id() + ".db"))
                .filter(drive -> drive.label().map(DriveState.Label::osdUuid).equals(Optional.of(osd.uuid())))
                .toList();
    }

    private static Probe<List<DriveState>> drives(ClusterPlan plan, MachineId host) {
        return DriveState.probe(host, "ceph/drives", OsdOrders.of(plan, host));
    }
}
