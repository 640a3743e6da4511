package io.petaforge.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import io.petaforge.remote.Output;
import io.petaforge.spark.SparkLayout.Mount;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class VolumeStepTest {
    private final ClusterPlan plan = LabPlan.plan();
    private final VolumeStep step = new VolumeStep();

    @Test
    void blankDrivesAreFormatted() {
        List<String> titles = titles(mount -> "/dev/sdx - - - - no");
        assertEquals(6, titles.size());
        assertEquals("compute-1 format drive compute-1-0 for /srv/petaforge/spark/" + first(), titles.get(0));
    }

    @Test
    void ourFilesystemIsMountedAgainAndNotFormatted() {
        List<String> titles = titles(mount -> "/dev/sdx xfs " + mount.uuid() + " - - yes");
        assertEquals(6, titles.size());
        assertEquals("compute-1 mount drive compute-1-0 for /srv/petaforge/spark/" + first(), titles.get(0));
    }

    @Test
    void nothingIsDoneWhereAllIsAsItShouldBe() {
        assertEquals(List.of(), titles(mount -> "/dev/sdx xfs " + mount.uuid() + " /dev/sdx spark yes"));
    }

    @Test
    void aMissingLineInFstabIsMended() {
        assertEquals(
                6,
                titles(mount -> "/dev/sdx xfs " + mount.uuid() + " /dev/sdx spark no")
                        .size());
    }

    @Test
    void whenTheClusterEndsOnlyOurOwnFilesystemsAreWiped() {
        assertEquals(
                List.of(),
                erasures(mount -> "/dev/sdx xfs 0f5a2c00-0000-4000-8000-000000000000 /dev/sdx spark yes"),
                "somebody else's");
        assertEquals(List.of(), erasures(mount -> "/dev/sdx - - - - no"), "it is empty already");
        List<String> titles = erasures(mount -> "/dev/sdx xfs " + mount.uuid() + " /dev/sdx spark yes");
        assertEquals(6, titles.size());
        assertEquals(
                "compute-1 WIPE drive compute-1-0 (/dev/sdx, /srv/petaforge/spark/" + first() + ")", titles.get(0));
    }

    @Test
    void whatIsNotOursIsNeverTouched() {
        assertEquals("PF-DRV-009", refusal(mount -> "/dev/sdx ceph_bluestore - - - no"));
        assertEquals("PF-DRV-009", refusal(mount -> "/dev/sdx gpt - - - no"));
        assertEquals("PF-DRV-009", refusal(mount -> "/dev/sdx xfs 0f5a2c00-0000-4000-8000-000000000000 - - no"));
        assertEquals("PF-DRV-001", refusal(mount -> "- - - - - no"));
        assertEquals("PF-SPK-062", refusal(mount -> "/dev/sdx xfs " + mount.uuid() + " /dev/sdy spark yes"));
    }

    @Test
    void identitiesDifferByDriveAndByCluster() {
        List<String> uuids = plan.spark().workers().stream()
                .flatMap(worker -> SparkLayout.mounts(plan, worker).stream())
                .map(Mount::uuid)
                .distinct()
                .toList();
        assertEquals(6, uuids.size());
    }

    private String first() {
        return SparkLayout.mounts(plan, plan.spark().workers().get(0))
                .get(0)
                .path()
                .substring("/srv/petaforge/spark/".length());
    }

    private String refusal(Function<Mount, String> state) {
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> titles(state));
        assertEquals(6, refused.problems().size(), "all at once");
        return refused.problems().stream().map(Problem::code).distinct().reduce("", String::concat);
    }

    /** The same drives as {@code drives.py} shows them. */
    private Output drives(MachineId host, Function<Mount, String> state) {
        List<String> drives = new ArrayList<>();
        for (WorkerPlan worker : plan.spark().workers()) {
            for (Mount mount : SparkLayout.mounts(plan, worker)) {
                if (!worker.machine().equals(host)) {
                    continue;
                }
                String[] words = state.apply(mount).split(" ");
                String signature = words[1].equals("-") ? "" : words[1];
                drives.add(String.format(
                        "{\"key\": \"%s\", \"serial\": \"%s\", \"devices\": [%s], \"link\": \"\", \"size\": 12000000000,"
                                + " \"rotational\": false, \"boot\": \"\", \"used\": \"\", \"held\": false,"
                                + " \"openIn\": [], \"signature\": \"%s\"}",
                        mount.path(), mount.serial(), words[0].equals("-") ? "" : "\"" + words[0] + "\"", signature));
            }
        }
        return new Output(0, drives.toString(), "");
    }

    private List<String> titles(Function<Mount, String> state) {
        return titles(step, state);
    }

    private List<String> erasures(Function<Mount, String> state) {
        return titles(new VolumeEraseStep(), state);
    }

    private List<String> titles(Step step, Function<Mount, String> state) {
        Map<Facts.Key, Output> outputs = new HashMap<>();
        for (Probe<?> probe : step.probes(plan)) {
            if (probe.key().equals("spark/drives")) {
                outputs.put(new Facts.Key(probe.machine(), probe.key()), drives(probe.machine(), state));
                continue;
            }
            WorkerPlan worker = plan.spark().workers().stream()
                    .filter(w -> w.machine().equals(probe.machine()))
                    .findFirst()
                    .orElseThrow();
            StringBuilder lines = new StringBuilder();
            SparkLayout.mounts(plan, worker).forEach(mount -> lines.append(mount.serial())
                    .append(' ')
                    .append(state.apply(mount))
                    .append('\n'));
            outputs.put(new Facts.Key(probe.machine(), probe.key()), new Output(0, lines.toString(), ""));
        }
        return step.actions(plan, new Facts(outputs)).stream()
                .map(action -> action.machine() + " " + action.title())
                .toList();
    }
}
