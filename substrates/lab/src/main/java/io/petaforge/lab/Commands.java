package io.petaforge.lab;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.util.List;
import java.util.function.Consumer;

/** Runs programs of this machine, by argument list. The one seam behind which tests put a fake. */
interface Commands {
    /** How a program ended. */
    record Result(int status, String output, String errors) {
        boolean ok() {
            return status == 0;
        }
    }

    /** Runs to the end with the given standard input. */
    Result run(List<String> command, String input);

    /** Runs to the end, hands each line of standard output over as it appears, and keeps standard error. */
    Result follow(List<String> command, Consumer<String> line);

    /**
     * Runs a program that has to succeed.
     *
     * @return its standard output
     * @throws PetaforgeException PF-LAB-011 with the full standard error
     */
    default String require(List<String> command, String input) {
        Result result = run(command, input);
        if (!result.ok()) {
            throw failed(command, result);
        }
        return result.output();
    }

    /** The failure of a program as the user sees it. */
    static PetaforgeException failed(List<String> command, Result result) {
        return new PetaforgeException(
                ExitCode.STEP_FAILED,
                Problem.of(
                        "PF-LAB-011",
                        "'" + String.join(" ", command) + "' failed with status " + result.status() + ": "
                                + result.errors().strip(),
                        "Remove the cause and run the same command again: it continues."));
    }
}
