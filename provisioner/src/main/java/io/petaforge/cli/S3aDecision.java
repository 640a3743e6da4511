package io.petaforge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.plan.PlanJson;
import io.petaforge.state.StateDir;
import java.util.Map;
import java.util.TreeMap;

/** The S3A settings that the conformance probe decided on, kept so that every later run writes the same. */
final class S3aDecision {
    private static final String FILE = "s3a.json";

    private S3aDecision() {}

    static void keep(StateDir state, Map<String, String> settings) {
        state.keep(FILE, PlanJson.tree(settings));
    }

    /** What was decided; empty when the defaults were found to do. */
    static Map<String, String> read(StateDir state) {
        Map<String, String> settings = new TreeMap<>();
        state.read(FILE)
                .map(JsonNode::properties)
                .ifPresent(entries -> entries.forEach(
                        entry -> settings.put(entry.getKey(), entry.getValue().asText())));
        return settings;
    }
}
