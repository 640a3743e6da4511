package io.petaforge.fabric.proof;

import io.petaforge.fabric.proof.Symptom.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tells causes from what follows from them, as differences come in, likely causes first. */
final class Diagnosis {
    private final List<Symptom> causes = new ArrayList<>();
    private final List<Map<String, Integer>> consequences = new ArrayList<>();
    private final Map<String, Integer> harmedBy = new HashMap<>();

    /** Takes a difference in: counts it under its cause if one is known, else it becomes a cause itself. */
    void add(Symptom symptom) {
        if (!explain(symptom.kind(), symptom.because())) {
            symptom.harms().forEach(part -> harmedBy.putIfAbsent(part, causes.size()));
            causes.add(symptom);
            consequences.add(new TreeMap<>());
        }
    }

    /** Counts something under a known cause; false when none of these parts is known to be out of order. */
    boolean explain(Kind kind, Set<String> because) {
        int first = Integer.MAX_VALUE;
        for (String part : because) {
            first = Math.min(first, harmedBy.getOrDefault(part, Integer.MAX_VALUE));
        }
        if (first == Integer.MAX_VALUE) {
            return false;
        }
        consequences.get(first).merge(kind.words(), 1, Integer::sum);
        return true;
    }

    /** Whether one of these parts is known to be out of order. */
    boolean harmed(Set<String> parts) {
        return parts.stream().anyMatch(harmedBy::containsKey);
    }

    /** The causes, in the order in which they were found. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < causes.size(); i++) {
            Finding cause = causes.get(i).finding();
            findings.add(new Finding(
                    cause.code(),
                    cause.device(),
                    cause.port(),
                    cause.what(),
                    cause.planned(),
                    cause.found(),
                    cause.fix(),
                    consequences.get(i)));
        }
        return findings;
    }
}
