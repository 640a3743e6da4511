package io.petaforge.cloud;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;

/** A request that did not get what it asked for. Its text holds no credential and nothing of what was sent. */
public final class CloudFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the answer means, whatever number and text it came with. */
    public enum Kind {
        /** Nothing answers: no request was carried out. */
        UNREACHABLE("PF-CLOUD-010", "Check the address, and that this machine can reach it."),
        /** The connection broke while the cloud worked: the request may have been carried out. */
        LOST("PF-CLOUD-011", "Run the same command again: it looks for what became of the request first."),
        CREDENTIALS("PF-CLOUD-012", "Check the credentials that the inventory points to, and this machine's clock."),
        FORBIDDEN("PF-CLOUD-013", "Give the credentials the right that the message names."),
        UNKNOWN("PF-CLOUD-014", "See whether somebody removed it, and run the same command again."),
        REFUSED("PF-CLOUD-015", "Correct what the message names."),
        /** In use, or not yet what it must be. */
        STATE("PF-CLOUD-016", "Run the same command again: the state is read first."),
        THROTTLED("PF-CLOUD-017", "Wait a while, then run the same command again: it goes on where it stopped."),
        /** The cloud has no such machine left at this time. */
        CAPACITY("PF-CLOUD-018", "Name further machine types or zones, or try later."),
        QUOTA("PF-CLOUD-019", "Have the quota raised, or ask for less."),
        SERVER("PF-CLOUD-020", "See the cloud's status page or log, and run the same command again."),
        UNREADABLE("PF-CLOUD-021", "Check that the address leads to the cloud's API.");

        private final String code;
        private final String fix;

        Kind(String code, String fix) {
            this.code = code;
            this.fix = fix;
        }
    }

    private final Kind kind;
    private final String detail;

    /**
     * A failure.
     *
     * @param request what was asked for, such as {@code EC2, CreateVpc}
     * @param detail what the cloud said, on one line and without secrets
     */
    public CloudFailure(Kind kind, String request, String detail, Throwable cause) {
        super(request + ": " + detail, cause);
        this.kind = requireNonNull(kind, "kind");
        this.detail = detail;
    }

    /** What the answer means. */
    public Kind kind() {
        return kind;
    }

    /** What the cloud said. */
    public String detail() {
        return detail;
    }

    /** As shown to people. */
    public Problem problem() {
        return Problem.of(kind.code, getMessage() + ".", kind.fix);
    }

    /** As it leaves the driver. */
    public PetaforgeException asPetaforge() {
        ExitCode code =
                switch (kind) {
                    case UNREACHABLE, LOST, THROTTLED, SERVER -> ExitCode.UNREACHABLE;
                    default -> ExitCode.PREFLIGHT;
                };
        return new PetaforgeException(code, problem(), this);
    }
}
