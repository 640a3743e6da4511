package io.petaforge.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.spark.LabPlan;
import io.petaforge.state.SealedState;
import io.petaforge.state.StateFiles;
import io.petaforge.state.StateSeal;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which hosts get a copy, and which copies stop a run. */
class StateCopyStepTest {
    private static final ClusterPlan PLAN = LabPlan.plan();
    private static final List<MachineId> MONS = PLAN.ceph().mons();
    private static final SealedState OURS = sealed(PLAN.cluster(), "ours", 5);
    private static final SealedState BEFORE = sealed(PLAN.cluster(), "before", 4);

    private final StateCopyStep step = new StateCopyStep(() -> OURS);
    private final StateOwnerStep owner = new StateOwnerStep(
            copy -> copy.id().equals(BEFORE.id()) || copy.id().equals(OURS.id()));

    @Test
    void everyMonitorsHostGetsItAndThenThereIsNothingToDo() {
        List<Action> actions = step.actions(PLAN, facts("", "", ""));
        assertEquals(MONS, actions.stream().map(Action::machine).toList());
        Operation.WriteFile write = (Operation.WriteFile) actions.get(0).operation();
        assertEquals(OURS.text(), write.content().reveal());
        assertEquals("0600 root:root", write.mode() + " " + write.owner());
        String whole = found(OURS, "0600 root:root");
        assertEquals(List.of(), step.actions(PLAN, facts(whole, whole, whole)));
    }

    @Test
    void whatIsOlderDamagedOrOpenToOthersIsWrittenAgain() {
        String whole = found(OURS, "0600 root:root");
        String damaged = whole.replaceFirst("(?m)^[0-9a-f]{64}$", "0".repeat(64));
        List<Action> actions =
                step.actions(PLAN, facts(found(BEFORE, "0600 root:root"), damaged, found(OURS, "0644 root:root")));
        assertEquals(MONS, actions.stream().map(Action::machine).toList());
        assertEquals(
                3,
                step.actions(PLAN, facts("0600 root:root\nx\ngarbage\n", "0600", "\n\n"))
                        .size());
    }

    @Test
    void theSameStateThatAnotherZlibPackedIsLeftAlone() {
        SealedState packed = new SealedState(
                OURS.cluster(), OURS.serial(), OURS.id(), OURS.key(), "a".repeat(64), OURS.body() + "\n");
        String found = found(packed, "0600 root:root");
        assertEquals(List.of(), step.actions(PLAN, facts(found, found, found)));
    }

    @Test
    void whatAnotherOperatorWroteStopsTheRun() {
        String before = found(BEFORE, "0600 root:root");
        assertEquals(List.of(), owner.actions(PLAN, facts(before, "", "garbage")));
        refused("PF-DAY-052", found(sealed(PLAN.cluster(), "theirs", 6), "0600 root:root"));
        refused("PF-DAY-051", found(sealed("other", "theirs", 1), "0600 root:root"));
        refused("PF-DAY-050", found(OURS, "0600 root:root").replace("petaforge-state 1", "petaforge-state 2"));
    }

    private void refused(String code, String found) {
        String ours = found(OURS, "0600 root:root");
        PetaforgeException refusal =
                assertThrows(PetaforgeException.class, () -> owner.actions(PLAN, facts(ours, found, ours)));
        assertEquals(code, refusal.problems().get(0).code());
    }

    /** As the probe's program prints it. */
    private static String found(SealedState state, String rights) {
        return rights + "\n" + state.bodySum() + "\n"
                + String.join(
                        "\n",
                        state.text().lines().limit(SealedState.HEADER_LINES).toList()) + "\n";
    }

    private Facts facts(String... outputs) {
        Map<Facts.Key, Output> facts = new TreeMap<>();
        List<Probe<?>> probes = step.probes(PLAN);
        for (int i = 0; i < outputs.length; i++) {
            facts.put(new Facts.Key(probes.get(i).machine(), probes.get(i).key()), new Output(0, outputs[i], ""));
        }
        return new Facts(facts);
    }

    private static SealedState sealed(String cluster, String plan, long serial) {
        return new StateSeal(cluster, "key".getBytes(StandardCharsets.UTF_8), "SHA256:key")
                .seal(new StateFiles(new TreeMap<>(Map.of(StateFiles.PLAN, new Secret(plan)))), serial);
    }
}
