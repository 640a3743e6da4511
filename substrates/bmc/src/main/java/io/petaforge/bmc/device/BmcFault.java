package io.petaforge.bmc.device;

import io.petaforge.api.ExitCode;
import io.petaforge.api.Problem;
import java.util.Locale;

/** What can go wrong between petaforge and a management controller. Numbers are never reused: people search for them. */
public enum BmcFault {
    /** Nothing answers at the address. */
    NO_ANSWER(1, ExitCode.UNREACHABLE),
    /** The name has no address. */
    NO_ADDRESS(2, ExitCode.UNREACHABLE),
    /** The controller knows no such user. */
    WRONG_USER(3, ExitCode.UNREACHABLE),
    /** The user exists, the password is another. */
    WRONG_PASSWORD(4, ExitCode.UNREACHABLE),
    /** One of the two; the protocol does not tell which. */
    WRONG_LOGIN(5, ExitCode.UNREACHABLE),
    /** The user may not do that. */
    PRIVILEGE(6, ExitCode.UNREACHABLE),
    /** All sessions of the controller are taken. */
    SESSIONS(7, ExitCode.UNREACHABLE),
    /** No cipher suite that both sides accept. */
    CIPHER(8, ExitCode.UNREACHABLE),
    /** The certificate is neither valid nor pinned. */
    CERTIFICATE(9, ExitCode.UNREACHABLE),
    /** Another certificate than the pinned one. */
    OTHER_CERTIFICATE(10, ExitCode.UNREACHABLE),
    /** The controller stayed busy. */
    BUSY(11, ExitCode.UNREACHABLE),
    /** The controller cannot do that. */
    UNSUPPORTED(12, ExitCode.STEP_FAILED),
    /** The controller said no, or something that means nothing to us. */
    REFUSED(13, ExitCode.STEP_FAILED),
    /** The order was taken, and the machine did not follow. */
    NOT_FOLLOWED(14, ExitCode.STEP_FAILED),
    /** The machine is in a state in which the order means nothing. */
    WRONG_STATE(15, ExitCode.STEP_FAILED),
    /** A Redfish service with several machines, or none of the given name. */
    WHICH_SYSTEM(16, ExitCode.BAD_INPUT),
    /** A program is missing on this machine. */
    PROGRAM(17, ExitCode.PREFLIGHT),
    /** The machine came back as it was, where a new system was to be installed. */
    SAME_SYSTEM(23, ExitCode.STEP_FAILED),
    /** What was to be installed does not answer in time. */
    NOT_INSTALLED(24, ExitCode.STEP_FAILED),
    /** Nothing is known by which a new system could be told from any other. */
    NO_HOST_KEY(25, ExitCode.BAD_INPUT),
    /** Anyone gets in without a password: cipher suite 0. */
    OPEN_DOOR(30, ExitCode.VERIFY_FAILED),
    /** The login is the one that the maker ships. */
    DEFAULT_LOGIN(31, ExitCode.VERIFY_FAILED);

    private final int number;
    private final ExitCode exitCode;

    BmcFault(int number, ExitCode exitCode) {
        this.number = number;
        this.exitCode = exitCode;
    }

    /** As printed, such as {@code PF-BMC-004}. */
    public String code() {
        return String.format(Locale.ROOT, "PF-BMC-%03d", number);
    }

    /** What a command that meets it ends with. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** Whether the controller did not let us in, so that asking again in another way is useless or locks the user out. */
    public boolean isLogin() {
        return this == WRONG_USER || this == WRONG_PASSWORD || this == WRONG_LOGIN || this == PRIVILEGE;
    }

    /** The problem as shown. */
    public Problem problem(String what, String fix) {
        return Problem.of(code(), what, fix);
    }

    /** The exit code that belongs to a problem's code; {@link ExitCode#STEP_FAILED} for a code of another module. */
    public static ExitCode exitCode(Problem problem) {
        for (BmcFault fault : values()) {
            if (fault.code().equals(problem.code())) {
                return fault.exitCode;
            }
        }
        return ExitCode.STEP_FAILED;
    }
}
