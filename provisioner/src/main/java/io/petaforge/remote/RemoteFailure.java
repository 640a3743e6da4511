package io.petaforge.remote;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;

/** A host could not be reached, was not the one it should be, or was lost in mid-command. */
public final class RemoteFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What may help. */
    public enum Kind {
        /** The same again: the host boots, restarts, or its network was away. */
        RETRYABLE,
        /** Time: the host answers but does not know the key yet, as hosts do before their first boot is complete. */
        AUTH_PENDING,
        /** Nothing: a human must look. */
        FINAL
    }

    private final transient MachineId machine;
    private final Kind kind;
    private final transient Problem problem;

    public RemoteFailure(MachineId machine, Kind kind, Problem problem) {
        super(problem.render());
        this.machine = requireNonNull(machine, "machine");
        this.kind = requireNonNull(kind, "kind");
        this.problem = problem;
    }

    public RemoteFailure(MachineId machine, Kind kind, Problem problem, Throwable cause) {
        this(machine, kind, problem);
        initCause(cause);
    }

    /** The host. */
    public MachineId machine() {
        return machine;
    }

    /** What may help. */
    public Kind kind() {
        return kind;
    }

    /** For people. */
    public Problem problem() {
        return problem;
    }
}
