package io.petaforge.api;

/** What the process tells its caller. Documented in the README; numbers are never reused. */
public enum ExitCode {
    OK(0),
    /** A defect in petaforge itself. */
    INTERNAL(1),
    /** The command line, the inventory or the plan cannot work as written; nothing was changed. */
    BAD_INPUT(2),
    /** This machine, the substrate or the network lacks something; nothing was changed. */
    PREFLIGHT(3),
    /** Another run holds the cluster's lock. */
    LOCKED(4),
    /** A host could not be reached, or proved not to be the host it should be. */
    UNREACHABLE(5),
    /** A step failed on a host; what was built stays, and the same command continues. */
    STEP_FAILED(6),
    /** The cluster works but missed a threshold or a check of the verification. */
    VERIFY_FAILED(7),
    /** Something of the cluster could not be removed; the message lists it. */
    DESTROY_INCOMPLETE(8),
    /** {@code plan --exit-code}: nothing failed, and a build would have something to do. */
    CHANGES(9),
    /** Stopped by the operator. */
    INTERRUPTED(130);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /** The process status. */
    public int status() {
        return status;
    }
}
