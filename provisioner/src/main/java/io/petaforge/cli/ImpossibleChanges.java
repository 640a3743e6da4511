package io.petaforge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ChangeCheck;
import io.petaforge.plan.PlanInForce;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.StateDir;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Refuses what an inventory may not ask of the cluster that exists, and remembers which file built which cluster. */
final class ImpossibleChanges {
    private static final String ORIGIN = "origin.json";

    private ImpossibleChanges() {}

    /**
     * Looks before anything is changed.
     *
     * @throws PetaforgeException with every reason, when something may not be
     */
    static void refuse(Path stateRoot, Path inventory, ClusterSpec spec, Optional<PlanInForce> inForce) {
        List<Problem> problems = new ArrayList<>();
        if (inForce.isEmpty()) {
            formerName(stateRoot, inventory, spec.name())
                    .map(was -> ChangeCheck.renamed(inventory.toString(), was, spec.name()))
                    .ifPresent(problems::add);
        }
        inForce.ifPresent(before -> problems.addAll(ChangeCheck.problems(before, spec)));
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
    }

    /** Remembers the file that a cluster is built from. */
    static void builtFrom(StateDir state, Path inventory) {
        ObjectNode origin = JsonNodeFactory.instance.objectNode();
        origin.put("inventory", real(inventory));
        if (state.read(ORIGIN).filter(origin::equals).isEmpty()) {
            state.keep(ORIGIN, origin);
        }
    }

    /** The name of another cluster that this very file has built and that still exists. */
    private static Optional<String> formerName(Path stateRoot, Path inventory, String name) {
        if (!Files.isDirectory(stateRoot)) {
            return Optional.empty();
        }
        String file = real(inventory);
        try (Stream<Path> clusters = Files.list(stateRoot)) {
            return clusters.filter(Files::isDirectory)
                    .map(directory -> String.valueOf(directory.getFileName()))
                    .filter(other -> !other.equals(name))
                    .filter(other -> StateDir.of(stateRoot, other)
                            .read(ORIGIN)
                            .map((JsonNode origin) -> origin.path("inventory").asText())
                            .filter(file::equals)
                            .isPresent())
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String real(Path file) {
        try {
            return file.toRealPath().toString();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize().toString();
        }
    }
}
