package io.petaforge.lifetime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.EndTimer;
import io.petaforge.api.MachineId;
import io.petaforge.fabric.Fabrics;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Output;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.Facts;
import io.petaforge.step.Inputs;
import io.petaforge.step.Probe;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EndStepTest {
    private static final Instant END = Instant.parse("2026-03-01T12:00:00Z");
    private static final MachineId STORAGE = new MachineId("storage-1");
    private static final String ACTIVE =
            "stamp %s\n\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\nNeedDaemonReload=no\n";

    private final ClusterPlan plan = Fabrics.cluster(1);

    @Test
    void eachMachineGetsTheTimer() {
        EndStep step = new EndStep(END);
        Map<MachineId, List<String>> byMachine = new TreeMap<>();
        step.actions(plan, facts(step, key -> new Output(0, "", "")))
                .forEach(action -> byMachine.merge(
                        action.machine(), List.of(action.title()), (some, more) -> java.util.stream.Stream.of(
                                        some, more)
                                .flatMap(List::stream)
                                .toList()));
        assertEquals(
                plan.devices().stream().map(device -> device.id()).sorted().toList(),
                List.copyOf(byMachine.keySet()),
                "switches too");
        assertEquals(
                List.of(
                        "write /etc/systemd/system/petaforge-end.service",
                        "write /etc/systemd/system/petaforge-end.timer",
                        "start petaforge-end.timer"),
                byMachine.get(STORAGE));
    }

    @Test
    void whereItIsNothingIsDoneAndAnotherEndReplacesIt() {
        Function<Facts.Key, Output> there =
                key -> new Output(0, key.probe().endsWith("/files") ? state() : ACTIVE.formatted(hash()), "");
        EndStep step = new EndStep(END);
        assertEquals(List.of(), step.actions(plan, facts(step, there)));
        EndStep later = new EndStep(END.plusSeconds(3600));
        assertEquals(
                List.of(
                        "write /etc/systemd/system/petaforge-end.service",
                        "write /etc/systemd/system/petaforge-end.timer",
                        "restart petaforge-end.timer"),
                later.actions(plan, facts(later, there)).stream()
                        .filter(action -> action.machine().equals(STORAGE))
                        .map(Action::title)
                        .toList());
    }

    private static List<DesiredFile> files() {
        return new EndTimer(END)
                .files().entrySet().stream()
                        .map(file -> DesiredFile.plain(file.getKey(), file.getValue()))
                        .toList();
    }

    private static String hash() {
        return Inputs.hash(files());
    }

    private static String state() {
        StringBuilder text = new StringBuilder();
        files().forEach(file ->
                text.append("0644 root:root ").append(file.path()).append('\n'));
        text.append('\n');
        files().forEach(file -> text.append(Inputs.sha256(file.content().reveal()))
                .append("  ")
                .append(file.path())
                .append('\n'));
        return text.toString();
    }

    private Facts facts(EndStep step, Function<Facts.Key, Output> answers) {
        Map<Facts.Key, Output> outputs = new TreeMap<>();
        for (Probe<?> probe : step.probes(plan)) {
            Facts.Key key = new Facts.Key(probe.machine(), probe.key());
            outputs.put(key, answers.apply(key));
        }
        return new Facts(outputs);
    }
}
