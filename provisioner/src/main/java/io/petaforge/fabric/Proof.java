package io.petaforge.fabric;

import io.petaforge.remote.Output;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one node could prove.
 *
 * @param complete whether everything was compared, so that no difference means as planned
 * @param differences what is not as planned
 */
record Proof(boolean complete, List<Difference> differences) {
    Proof {
        differences = List.copyOf(differences);
    }

    static Proof parse(Output output) {
        return new Proof(output.ok() || output.status() == 1, Difference.parse(output));
    }

    /** Whether all is as planned. */
    boolean holds() {
        return complete && differences.isEmpty();
    }

    /** All differences, one a line under its node; empty when there is none. */
    static String table(Map<String, Proof> proofs) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(proofs).forEach((node, proof) -> {
            if (!proof.holds()) {
                text.append(node).append('\n');
                if (!proof.complete()) {
                    text.append("  could not be asked\n");
                }
                proof.differences()
                        .forEach(difference ->
                                text.append("  ").append(difference.describe()).append('\n'));
            }
        });
        return text.toString();
    }
}
