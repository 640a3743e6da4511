package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Output;
import io.petaforge.spark.LabPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StopStepTest {
    private final ClusterPlan plan = LabPlan.plan();

    @Test
    void aMonitorStopsWhenOtherOsdsServe() {
        CephAbsence one = CephAbsence.of(plan, Set.of(new MachineId("storage-2")), CephAbsence.Part.HOST);
        assertEquals(
                List.of(
                        "stop ceph-osd@2.service, ceph-osd@3.service",
                        "wait until other OSDs serve",
                        "stop ceph-mgr@storage-2.service, ceph-mon@storage-2.service"),
                titles(one).stream().filter(title -> !title.contains("rgw")).toList());
    }

    @Test
    void nobodyIsWaitedForWhenTheWholeClusterEnds() {
        List<String> titles = titles(CephAbsence.ofAll(plan));
        assertTrue(titles.size() >= 6, titles::toString);
        assertTrue(titles.stream().noneMatch(title -> title.startsWith("wait")), titles::toString);
    }

    private List<String> titles(CephAbsence absence) {
        StopStep step = new StopStep(absence);
        Map<Facts.Key, Output> all = new HashMap<>();
        for (Probe<?> probe : step.probes(plan)) {
            StringBuilder running = new StringBuilder();
            List<String> argv = probe.command().argv();
            List<String> units =
                    argv.stream().filter(word -> word.endsWith(".service")).toList();
            units.forEach(unit -> running.append("stamp x\n"));
            running.append('\n');
            units.forEach(unit -> running.append(
                    "LoadState=loaded\nActiveState=active\nUnitFileState=enabled\nNeedDaemonReload=no\n\n"));
            all.put(new Facts.Key(probe.machine(), probe.key()), new Output(0, running.toString(), ""));
        }
        return step.actions(plan, new Facts(all)).stream().map(Action::title).toList();
    }
}
