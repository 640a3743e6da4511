package io.petaforge.step;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a step that restarts units sees after some of them were restarted: each unit's stamp is that of its new inputs. */
public final class Restarted {
    private Restarted() {}

    /** The facts after these actions. */
    public static Facts facts(Step step, ClusterPlan plan, Facts facts, List<Action> actions) {
        Map<Facts.Key, Output> newer = new HashMap<>();
        for (Action action : actions) {
            if (!(action.operation() instanceof Operation.Exec exec)) {
                continue;
            }
            List<String> words = exec.command().argv();
            for (int i = 0; i + 2 < words.size(); i++) {
                if (words.get(i).equals("restart")) {
                    stamp(step, plan, facts, newer, action, words.get(i + 1), words.get(i + 2));
                }
            }
        }
        return facts.with(newer);
    }

    private static void stamp(
            Step step,
            ClusterPlan plan,
            Facts facts,
            Map<Facts.Key, Output> newer,
            Action action,
            String unit,
            String hash) {
        for (Probe<?> probe : step.probes(plan)) {
            List<String> asked = probe.command().argv();
            int place = asked.indexOf(unit);
            if (!probe.machine().equals(action.machine()) || place < 0) {
                continue;
            }
            Facts.Key key = new Facts.Key(probe.machine(), probe.key());
            if (!probe.key().endsWith("unit") && !probe.key().endsWith("units")) {
                continue;
            }
            Output before = newer.getOrDefault(
                    key,
                    facts.find(new Probe<>(probe.machine(), probe.key(), probe.command(), output -> output))
                            .orElseThrow());
            List<String> lines = new ArrayList<>(before.stdout().lines().toList());
            lines.set(place - first(asked), "stamp " + hash);
            newer.put(key, new Output(0, String.join("\n", lines) + "\n", ""));
        }
    }

    /** Where the names of units begin among the words of a probe. */
    private static int first(List<String> asked) {
        for (int i = 0; i < asked.size(); i++) {
            if (asked.get(i).endsWith(".service")) {
                return i;
            }
        }
        throw new AssertionError("no unit is asked for");
    }
}
