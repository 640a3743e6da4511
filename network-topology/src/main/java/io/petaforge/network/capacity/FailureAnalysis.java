package io.petaforge.network.capacity;

import io.petaforge.network.dc.DataCenterPlan;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is left after the loss of any one part, and of any two.
 *
 * @param one by what fails, such as {@code leaf}: the worst case of its kind
 * @param two by what fails and what both share, such as {@code leaf and leaf, same rack, pod}
 */
public record FailureAnalysis(Map<String, Outcome> one, Map<String, Outcome> two) {
    public FailureAnalysis {
        one = Collections.unmodifiableMap(new TreeMap<>(one));
        two = Collections.unmodifiableMap(new TreeMap<>(two));
    }

    /** Looks at one of each kind of failure, not at all of them: seconds for 10,000 hosts. */
    public static FailureAnalysis of(DataCenterPlan plan) {
        SwitchGraph graph = new SwitchGraph(plan);
        return of(graph, Representatives.of(graph));
    }

    static FailureAnalysis of(SwitchGraph graph, List<Fault> faults) {
        Evaluation evaluation = new Evaluation(graph);
        Map<String, Outcome> one = new TreeMap<>();
        Map<String, Outcome> two = new TreeMap<>();
        for (int i = 0; i < faults.size(); i++) {
            Fault first = faults.get(i);
            one.merge(FaultClass.name(first), evaluation.without(List.of(first)), Outcome::worse);
            for (int j = 0; j < i; j++) {
                Fault second = faults.get(j);
                two.merge(
                        FaultClass.name(graph, first, second),
                        evaluation.without(List.of(first, second)),
                        Outcome::worse);
            }
        }
        return new FailureAnalysis(one, two);
    }
}
