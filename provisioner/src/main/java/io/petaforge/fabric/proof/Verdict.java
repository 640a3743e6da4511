package io.petaforge.fabric.proof;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of comparing a running fabric with its plan.
 *
 * @param findings what differs, causes only, the most grave first; empty when the fabric is as planned
 * @param unreachable devices that could not be asked, with the reason; the others were compared all the same
 * @param withoutAccess devices that nobody told how to reach, such as switches that others run: not asked, no failure
 * @param summary what was covered
 */
public record Verdict(
        List<Finding> findings, Map<String, String> unreachable, List<String> withoutAccess, Summary summary) {
    public Verdict {
        findings = List.copyOf(findings);
        unreachable = Collections.unmodifiableMap(new TreeMap<>(unreachable));
        withoutAccess = List.copyOf(withoutAccess);
        requireNonNull(summary, "summary");
    }

    /** Whether everything is as planned and everything was asked. */
    public boolean holds() {
        return findings.isEmpty() && unreachable.isEmpty();
    }
}
