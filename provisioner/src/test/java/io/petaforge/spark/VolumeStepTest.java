package io.petaforge.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import io.petaforge.remote.Output;
import io.petaforge.spark.SparkLayout.Mount;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
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
    void whatIsNotOursIsNeverTouched() {
        assertEquals("PF-SPK-061", refusal(mount -> "/dev/sdx ceph_bluestore - - - no"));
        assertEquals("PF-SPK-061", refusal(mount -> "/dev/sdx gpt - - - no"));
        assertEquals("PF-SPK-061", refusal(mount -> "/dev/sdx xfs 0f5a2c00-0000-4000-8000-000000000000 - - no"));
        assertEquals("PF-SPK-060", refusal(mount -> "- - - - - no"));
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

    private List<String> titles(Function<Mount, String> state) {
        Map<Facts.Key, Output> outputs = new HashMap<>();
        for (Probe<?> probe : step.probes(plan)) {
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
