package io.petaforge.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/** A failure that the user can understand and act on: one or more problems and the exit code they map to. */
public final class PetaforgeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final transient List<Problem> problems;

    public PetaforgeException(ExitCode exitCode, List<Problem> problems) {
        super(problems.stream().map(Problem::render).collect(Collectors.joining("\n")));
        this.exitCode = requireNonNull(exitCode, "exitCode");
        this.problems = List.copyOf(problems);
    }

    public PetaforgeException(ExitCode exitCode, Problem problem) {
        this(exitCode, List.of(problem));
    }

    public PetaforgeException(ExitCode exitCode, Problem problem, Throwable cause) {
        this(exitCode, List.of(problem));
        initCause(cause);
    }

    /** The process status this failure maps to. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** Everything that was wrong, in the order in which it was found. */
    public List<Problem> problems() {
        return problems;
    }
}
