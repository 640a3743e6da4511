package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.nio.file.Path;
import java.util.Optional;

/** An inventory that was read: what it says, and where it says so. */
public final class Inventory {
    private final Path file;
    private final Optional<ClusterSpec> spec;
    private final Optional<QuestionSpec> question;
    private final Places places;

    private Inventory(Path file, Optional<ClusterSpec> spec, Optional<QuestionSpec> question, Places places) {
        this.file = requireNonNull(file, "file");
        this.spec = requireNonNull(spec, "spec");
        this.question = requireNonNull(question, "question");
        this.places = requireNonNull(places, "places");
    }

    /** An inventory that describes a cluster. */
    static Inventory ofCluster(Path file, ClusterSpec spec, Places places) {
        return new Inventory(file, Optional.of(spec), Optional.empty(), places);
    }

    /** An inventory that asks what a cluster should be made of. */
    static Inventory ofQuestion(Path file, QuestionSpec question, Places places) {
        return new Inventory(file, Optional.empty(), Optional.of(question), places);
    }

    /** The file, as the user named it. */
    public Path file() {
        return file;
    }

    /**
     * What the file says, with every default filled in.
     *
     * @throws PetaforgeException when it describes no cluster but asks for one
     */
    public ClusterSpec spec() {
        return spec.orElseThrow(() -> new PetaforgeException(
                ExitCode.BAD_INPUT,
                locate(Problem.at(
                        InventoryCode.QUESTION.text(),
                        "catalogue",
                        "this inventory has a catalogue and no machines: it asks what to buy, and there is nothing"
                                + " to build yet",
                        "Run 'petaforge plan " + file + "': it ends with an inventory that can be built."))));
    }

    /** The question that the file asks, when it has a catalogue and no machines. */
    public Optional<QuestionSpec> question() {
        return question;
    }

    /**
     * Gives a problem that a planner found ({@link Problem#at}) its place in the file: that of its path, or of the
     * nearest section around it. A problem without a path, or with a place already, stays as it is.
     */
    public Problem locate(Problem problem) {
        if (problem.path().isEmpty() || problem.file().isPresent()) {
            return problem;
        }
        return new Problem(
                problem.code(),
                Optional.of(file.toString()),
                places.line(problem.path()),
                problem.path(),
                problem.what(),
                problem.fix());
    }
}
