package io.petaforge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.PlanJson;
import io.petaforge.state.StateDir;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The S3A settings that the conformance probe decided on, kept so that every later run writes the same. */
final class S3aDecision {
    private static final String FILE = "s3a.json";

    private S3aDecision() {}

    static void keep(StateDir state, Map<String, String> settings) {
        state.keep(FILE, PlanJson.tree(settings));
    }

    /**
     * What was decided; empty when the defaults were found to do.
     *
     * @throws PetaforgeException when it is damaged: the cluster's jobs may depend on it
     */
    static Map<String, String> read(StateDir state) {
        Map<String, String> settings = new TreeMap<>();
        whole(state)
                .map(JsonNode::properties)
                .ifPresent(entries -> entries.forEach(
                        entry -> settings.put(entry.getKey(), entry.getValue().asText())));
        return settings;
    }

    private static Optional<JsonNode> whole(StateDir state) {
        try {
            return state.readWhole(FILE);
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-STATE-012",
                            state.path().resolve(FILE) + " cannot be read: " + e.getMessage(),
                            "take it from the cluster: petaforge adopt INVENTORY"),
                    e);
        }
    }
}
