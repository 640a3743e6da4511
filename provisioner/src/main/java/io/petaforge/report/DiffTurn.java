package io.petaforge.report;

import static java.util.Objects.requireNonNull;

import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Forecast;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One turn of a step that does not do everything at once: what is done together, before the next turn is waited for.
 *
 * @param step that does it
 * @param number of this turn among the step's, from 1
 * @param hosts what is done on each host; what is only waited for is left out
 */
public record DiffTurn(String step, int number, Map<String, List<String>> hosts) {
    public DiffTurn {
        requireNonNull(step, "step");
        Map<String, List<String>> copy = new TreeMap<>();
        hosts.forEach((host, what) -> copy.put(host, List.copyOf(what)));
        hosts = Collections.unmodifiableMap(copy);
    }

    /** The turns of every step that has more than one, in order. */
    static List<DiffTurn> of(Forecast forecast) {
        List<DiffTurn> all = new ArrayList<>();
        for (Forecast.Foreseen step : forecast.steps()) {
            List<DiffTurn> turns = new ArrayList<>();
            for (List<Action> actions : step.course()) {
                Map<String, List<String>> hosts = new TreeMap<>();
                actions.forEach(action -> action.changes().stream()
                        .filter(change -> change.effect() != Effect.WAIT)
                        .forEach(
                                change -> hosts.computeIfAbsent(action.machine().value(), name -> new ArrayList<>())
                                        .add(change.what())));
                if (!hosts.isEmpty()) {
                    turns.add(new DiffTurn(step.step(), turns.size() + 1, hosts));
                }
            }
            if (turns.size() > 1) {
                all.addAll(turns);
            }
        }
        return List.copyOf(all);
    }
}
