package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Problem;
import java.nio.file.Path;
import java.util.Optional;

/** An inventory that was read: what it says, and where it says so. */
public final class Inventory {
    private final Path file;
    private final ClusterSpec spec;
    private final Places places;

    Inventory(Path file, ClusterSpec spec, Places places) {
        this.file = requireNonNull(file, "file");
        this.spec = requireNonNull(spec, "spec");
        this.places = requireNonNull(places, "places");
    }

    /** The file, as the user named it. */
    public Path file() {
        return file;
    }

    /** What the file says, with every default filled in. */
    public ClusterSpec spec() {
        return spec;
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
