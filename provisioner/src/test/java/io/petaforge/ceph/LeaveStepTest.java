package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Output;
import io.petaforge.spark.LabPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.storage.OsdPlan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** When hosts may go away for a while, and when not. */
class LeaveStepTest {
    private final ClusterPlan plan = LabPlan.plan();
    private final Set<MachineId> two = Set.of(new MachineId("storage-2"));
    private final Set<String> quorum = new LinkedHashSet<>(List.of("storage-1", "storage-2", "storage-3"));
    private final Set<Integer> down = new LinkedHashSet<>();
    private final Set<Integer> noout = new LinkedHashSet<>();
    private int clean = 33;
    private String stopping = "";

    @Test
    void aHostOfAHealthyClusterMayGoAndItsOsdsAreKeptIn() {
        assertEquals(
                List.of("storage-1: keep osd.2, osd.3 in while away"),
                actions(two).stream()
                        .map(action -> action.machine() + ": " + action.title())
                        .toList());
        noout.addAll(List.of(2, 3));
        assertEquals(List.of(), actions(two));
    }

    @Test
    void theClusterIsAskedOnAMonitorThatStays() {
        assertEquals(
                new MachineId("storage-2"),
                CephAbsence.of(plan, Set.of(new MachineId("storage-1")), CephAbsence.Part.HOST)
                        .voice());
    }

    @Test
    void aDeadHostMayBeMadeAnewThoughItsDataHasFewerCopies() {
        down.addAll(List.of(2, 3));
        quorum.remove("storage-2");
        clean = 0;
        stopping = "the active manager does not answer";
        assertEquals(1, actions(two).size());
        // With its copy given up, somebody has to know that there is another.
        CephAbsence absence = CephAbsence.of(plan, two, CephAbsence.Part.HOST);
        assertThrows(PetaforgeException.class, () -> absence.before(true).get(0).actions(plan, facts(absence)));
    }

    @Test
    void everythingThatStandsInTheWayIsSaidAtOnce() {
        down.add(4);
        quorum.remove("storage-3");
        clean = 20;
        stopping = "5 PGs would become offline";
        String said = refused(two);
        assertTrue(said.contains("1 of 3 monitors would be in quorum; 2 are needed"), said);
        assertTrue(said.contains("osd.4 on storage-3"), said);
        assertTrue(said.contains("13 of 33 placement groups are not clean"), said);
        assertTrue(said.contains("5 PGs would become offline"), said);
    }

    @Test
    void allMonitorsMayNeverGo() {
        Set<MachineId> all = plan.ceph().mons().stream().collect(Collectors.toSet());
        PetaforgeException refused =
                assertThrows(PetaforgeException.class, () -> CephAbsence.of(plan, all, CephAbsence.Part.HOST));
        assertEquals("PF-DAY-071", refused.problems().get(0).code());
    }

    @Test
    void aMonitorAloneIsNotAskedForItsHostsOsds() {
        clean = 20;
        stopping = "would be asked";
        CephAbsence absence = CephAbsence.of(plan, two, CephAbsence.Part.MON);
        assertEquals(List.of(), absence.before(false).get(0).actions(plan, facts(absence)));
    }

    @Test
    void nobodyGoesWhileNoMonitorAnswers() {
        CephAbsence absence = CephAbsence.of(plan, two, CephAbsence.Part.HOST);
        Facts silent = new Facts(absence.before(false).get(0).probes(plan).stream()
                .collect(Collectors.toMap(
                        probe -> new Facts.Key(probe.machine(), probe.key()),
                        probe -> output("{\"reachable\": false, \"results\": []}"))));
        assertThrows(
                PetaforgeException.class, () -> absence.before(false).get(0).actions(plan, silent));
    }

    private List<Action> actions(Set<MachineId> hosts) {
        CephAbsence absence = CephAbsence.of(plan, hosts, CephAbsence.Part.HOST);
        return absence.before(false).get(0).actions(plan, facts(absence));
    }

    private String refused(Set<MachineId> hosts) {
        return assertThrows(PetaforgeException.class, () -> actions(hosts)).problems().stream()
                .map(problem -> problem.render())
                .collect(Collectors.joining("\n"));
    }

    private Facts facts(CephAbsence absence) {
        ObjectNode stop = new ObjectMapper().createObjectNode();
        stop.put("ok", stopping.isEmpty());
        stop.put("why", stopping);
        return new Facts(Map.of(
                new Facts.Key(absence.voice(), "ceph/cluster"), output(answer(state())),
                new Facts.Key(absence.voice(), "ceph/ok-to-stop"), output(answer(stop))));
    }

    private static String answer(ObjectNode result) {
        return "{\"reachable\": true, \"results\": [" + result + "]}";
    }

    private static Output output(String text) {
        return new Output(0, text, "");
    }

    private ObjectNode state() {
        List<ClusterState.Osd> osds = new ArrayList<>();
        for (OsdPlan osd : plan.storage().osds()) {
            osds.add(new ClusterState.Osd(
                    osd.id(),
                    osd.uuid(),
                    !down.contains(osd.id()),
                    true,
                    noout.contains(osd.id()),
                    osd.host().value(),
                    osd.rack(),
                    "default",
                    "ssd",
                    1));
        }
        ClusterState state = new ClusterState(
                "fsid",
                plan.ceph().mons().stream().map(MachineId::value).toList(),
                List.copyOf(quorum),
                osds,
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                true,
                "pacific",
                List.of("pacific"),
                "storage-1",
                List.of(),
                new ClusterState.Pgs(33, clean),
                Map.of(),
                List.of(),
                0,
                List.of(),
                List.of());
        return new ObjectMapper().valueToTree(state);
    }
}
