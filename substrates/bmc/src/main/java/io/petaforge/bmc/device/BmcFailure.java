package io.petaforge.bmc.device;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Problem;

/** A management controller that did not do or say what was asked. Holds no secret. */
public final class BmcFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final BmcFault fault;
    private final transient Problem problem;

    public BmcFailure(BmcFault fault, String what, String fix) {
        super(what);
        this.fault = requireNonNull(fault, "fault");
        this.problem = fault.problem(what, fix);
    }

    public BmcFailure(BmcFault fault, String what, String fix, Throwable cause) {
        this(fault, what, fix);
        initCause(cause);
    }

    /** What kind of failure it is. */
    public BmcFault fault() {
        return fault;
    }

    /** As shown to people. */
    public Problem problem() {
        return problem;
    }
}
