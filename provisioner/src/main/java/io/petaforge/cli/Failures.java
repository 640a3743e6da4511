package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.plan.PlanJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The one place where failures become words and an exit code. A stack trace goes to a file, never to the terminal. */
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        if (failure instanceof ParameterException parameter) {
            return badCommandLine(parameter, new String[0]);
        }
        if (failure instanceof PetaforgeException known) {
            if (CommonOptions.of(commandLine).output() == CommonOptions.Output.JSON) {
                commandLine
                        .getOut()
                        .println(PlanJson.text(Map.of(
                                "outcome", known.exitCode().name(),
                                "exitCode", known.exitCode().status(),
                                "problems", known.problems())));
                commandLine.getOut().flush();
            }
            known.problems().forEach(problem -> err.println(problem.render()));
            if (known.problems().size() > 1) {
                err.println(known.problems().size() + " problems.");
            }
            err.flush();
            return known.exitCode().status();
        }
        err.println("PF-CLI-001: petaforge itself failed: " + failure.getClass().getSimpleName()
                + (failure.getMessage() == null ? "" : ": " + failure.getMessage()));
        err.println("    -> run the command again; if it fails again, report it with " + traceFile(failure));
        err.flush();
        return ExitCode.INTERNAL.status();
    }

    static int badCommandLine(ParameterException failure, String[] args) {
        CommandLine commandLine = failure.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println("PF-CLI-002: " + failure.getMessage());
        List<String> suggestions = failure instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions()
                : List.of();
        err.println(
                suggestions.isEmpty()
                        ? "    -> see " + commandLine.getCommandSpec().qualifiedName() + " --help"
                        : "    -> did you mean: " + String.join(", ", suggestions) + "?");
        err.flush();
        return ExitCode.BAD_INPUT.status();
    }

    private static String traceFile(Exception failure) {
        try {
            Path file = Files.createTempFile("petaforge-failure-", ".txt");
            try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
                failure.printStackTrace(writer);
            }
            return file.toString();
        } catch (IOException unwritable) {
            return "the words above (no trace could be written: " + unwritable.getMessage() + ")";
        }
    }
}
