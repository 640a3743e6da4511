package io.petaforge.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is done to units in each of their states. */
class UnitFactsTest {
    private static final MachineId HOST = new MachineId("h1");
    private static final String NEW = Inputs.sha256("new");
    private static final String OLD = Inputs.sha256("old");
    private static final DesiredUnit UNIT = DesiredUnit.restarted("a.service", NEW);

    @Test
    void readsWhatSystemdShows() {
        String shown =
                """
                stamp %s
                stamp\s

                LoadState=loaded
                ActiveState=active
                UnitFileState=enabled
                NeedDaemonReload=yes

                LoadState=not-found
                ActiveState=inactive
                UnitFileState=
                NeedDaemonReload=no
                """
                        .formatted(OLD);
        assertEquals(
                Map.of(
                        "a.service", new UnitState("loaded", "active", "enabled", true, OLD),
                        "b.service", new UnitState("not-found", "inactive", "", false, "")),
                UnitFacts.parse(List.of("a.service", "b.service"), new Output(0, shown, "")));
        assertEquals(
                Map.of("a.service", UnitState.ABSENT),
                UnitFacts.parse(List.of("a.service"), new Output(0, "stamp \n\n", "")));
        assertEquals(
                Map.of("a.service", UnitState.ABSENT), UnitFacts.parse(List.of("a.service"), new Output(124, "", "")));
    }

    @Test
    void doesWhatTheStateCallsFor() {
        assertDone("", "", new UnitState("loaded", "active", "enabled", false, NEW));
        assertDone("restart a.service", "yes restart", new UnitState("loaded", "active", "enabled", false, OLD));
        assertDone("start a.service", "no enable restart", UnitState.ABSENT);
        assertDone("start a.service", "no restart", new UnitState("loaded", "inactive", "enabled", false, OLD));
        assertDone("start a.service", "no start", new UnitState("loaded", "inactive", "enabled", false, NEW));
        assertDone("start a.service", "no reset start", new UnitState("loaded", "failed", "enabled", false, NEW));
        assertDone("start a.service", "yes reset restart", new UnitState("loaded", "failed", "enabled", true, OLD));
        assertDone("enable a.service", "no enable", new UnitState("loaded", "active", "disabled", false, NEW));
    }

    @Test
    void reloadsWhatCanReload() {
        DesiredUnit unit = DesiredUnit.reloaded("a.service", NEW);
        List<Action> actions = UnitFacts.actions(
                HOST, List.of(unit), Map.of("a.service", new UnitState("loaded", "active", "enabled", false, OLD)));
        assertEquals("reload a.service", actions.get(0).title());
        actions = UnitFacts.actions(
                HOST, List.of(unit), Map.of("a.service", new UnitState("loaded", "inactive", "enabled", false, OLD)));
        assertEquals("start a.service", actions.get(0).title());
    }

    @Test
    void saysWhatItMeansToTheUnitsUsersAndWhy() {
        List<DesiredUnit> units = List.of(
                DesiredUnit.restarted("a.service", NEW),
                DesiredUnit.restarted("b.service", NEW),
                DesiredUnit.restarted("c.service", NEW),
                DesiredUnit.restarted("d.service", NEW));
        Action action = UnitFacts.actions(
                        HOST,
                        units,
                        Map.of(
                                "a.service", new UnitState("loaded", "active", "enabled", false, OLD),
                                "b.service", new UnitState("loaded", "failed", "enabled", false, NEW),
                                "c.service", new UnitState("loaded", "active", "disabled", false, NEW)))
                .get(0);
        assertEquals(
                List.of(
                        new Change(Effect.RESTART, "restart a.service", "its inputs changed"),
                        new Change(Effect.START, "start b.service", "it is failed"),
                        new Change(Effect.CHANGE, "enable c.service", "it would not start at boot"),
                        new Change(Effect.START, "start d.service", "")),
                action.changes());
        assertEquals(Effect.RESTART, action.effect());
    }

    @Test
    void allUnitsOfAHostAreOneAction() {
        List<DesiredUnit> units = List.of(
                DesiredUnit.restarted("osd@0.service", NEW),
                DesiredUnit.restarted("osd@1.service", NEW),
                DesiredUnit.restarted("osd@2.service", NEW));
        List<Action> actions = UnitFacts.actions(
                HOST, units, Map.of("osd@1.service", new UnitState("loaded", "active", "enabled", false, NEW)));
        assertEquals(
                List.of("start osd@0.service, start osd@2.service"),
                actions.stream().map(Action::title).toList());
    }

    @Test
    void whatIsNoUnitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> DesiredUnit.restarted("nginx", NEW));
        assertThrows(IllegalArgumentException.class, () -> DesiredUnit.restarted("a b.service", NEW));
        assertThrows(IllegalArgumentException.class, () -> DesiredUnit.restarted("a.service", "hash"));
    }

    private static void assertDone(String title, String words, UnitState state) {
        List<Action> actions = UnitFacts.actions(HOST, List.of(UNIT), Map.of("a.service", state));
        assertEquals(title, actions.isEmpty() ? "" : actions.get(0).title());
        if (!actions.isEmpty()) {
            List<String> argv =
                    ((Operation.Exec) actions.get(0).operation()).command().argv();
            String given = String.join(" ", argv.subList(4, argv.size()))
                    .replace(" a.service", "")
                    .replace(" " + NEW, "");
            assertEquals(words, given);
        }
    }
}
